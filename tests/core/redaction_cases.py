"""The contract of redaction, as data: what goes, what stays, and what a text looks like afterwards.

Every secret in here is made up.
"""

from __future__ import annotations

import base64
import json
from typing import Final

GONE: Final = "[REDACTED]"
BINARY: Final = "[BINARY DATA]"

SECRET_NAMES: Final = (
    # passwords in every spelling
    "password", "Password", "PASSWORD", "passwd", "pwd", "pass", "passphrase", "passcode", "user_password",
    "userPassword",
    "user-password", "UserPassword", "PASSWORD_HASH", "password_hash", "passwordConfirmation", "new_password",
    "oldPassword",
    "db_pass", "dbpassword", "smtp.password", "mysql_pwd", "htpasswd", "rootpasswd", "encrypted_password", "password1",
    "Passwort", "contraseña", "senha", "user[password]", "userpass", "storepass", "Benutzerpasswort", "neues_kennwort",
    "contrasen\u0303a", "contrasena", "mot_de_passe", "motDePasse", "пароль", "Новый пароль", "хеш_пароль", "密码",
    "用户密码", "パスワード", "비밀번호", "hasło", "lösenord", "palabra_clave",
    # tokens and secrets
    "token", "tokens", "access_token", "accessToken", "refresh-token", "id_token", "AUTH_TOKEN", "authtoken",
    "csrf_token",
    "csrfmiddlewaretoken", "X-CSRF-Token", "X-Amz-Security-Token", "sessionToken", "client_secret", "clientSecret",
    "secret",
    "SecretString", "secretBinary", "aws_secret_access_key", "secretAccessKey", "shared-secret", "webhook_secret",
    "tokenValue",
    "token_hash", "jwt", "bearer", "csrf", "_csrf", "xsrf", "salt",
    # keys that open something
    "api_key", "apiKey", "apikey", "APIKEY", "X-Api-Key", "api-keys", "private_key", "privateKey", "privatekey",
    "secret_key",
    "access_key", "authKey", "encryption_key", "signing_key", "master_key", "shared_key", "storage_account_key",
    "client_key", "ssh_key", "sshKey", "ssh_keys",
    "appkey", "servicekey", "hmac_key", "recovery_key", "connection_string", "connectionString",
    # headers, cookies, credentials
    "authorization", "Authorization", "Proxy-Authorization", "cookie", "Cookie", "Set-Cookie", "cookies", "sessionid",
    "PHPSESSID", "JSESSIONID", "connect.sid", "credential", "credentials", "basic_auth",
    "credential_value", "credentialValue", "Credential-Value", "authorization_header",
    # second factors
    "mfa_secret", "mfaSeed", "otp", "otp_seed", "totp", "totpSecret", "mfa_code", "recovery_codes", "backup_codes",
    "verification_code", "auth_code", "security_answer", "pin", "pin_code",
    # persons and cards
    "ssn", "SSN", "social_security_number", "card", "card_number", "cardNumber", "creditCard", "credit_card_number",
    "cc_number", "cvv", "CVC", "cvv2", "card_cvv",
    # what opens networks and sessions
    "wifi_psk", "wpa-psk", "snmp_community", "snmpCommunity", "communityString", "SAMLResponse", "saml_assertion",
)  # fmt: skip
"""Names whose value goes, be it text, number or truth value."""

PLAIN_NAMES: Final = (
    # words that only contain the letters of others
    "author", "authority", "authenticated", "monkey", "keyboard", "keyword", "passenger", "passport_country", "compass",
    "bypass", "passed", "secretary", "secretariat", "tokenized_count", "tokenizer", "discard", "cardinal", "scorecard",
    "cardiology", "shipping", "opinion", "spinning", "cookiecutter", "cookbook", "pinned", "salted", "basalt", "turkey",
    "donkey", "hockey", "assigned", "signature", "design", "classname", "session", "desktop", "stop",
    # names of secrets that go on with a word that only describes
    "secretName", "secret_name", "secret_id", "token_id", "tokenId", "token_type", "tokenType", "access_key_id",
    "accessKeyId",
    "api_key_name", "password_changed_at", "passwordChangedAt", "password_updated", "password_length",
    "min_password_length",
    "password_policy", "password_expires", "passwordExpiresAt", "password_expiry", "password_count", "pwdLastSet",
    "badPwdCount", "password_reset_required", "passwordResetRequired", "password_enabled", "token_expires_in_seconds",
    "token_ttl", "token_url", "token_endpoint", "token_policies", "token_count", "cookie_name", "cookie_consent",
    "card_type",
    "card_brand", "card_last4", "cardholder_name", "credentialType", "credential_id", "credentialProvider",
    "credential_count", "credentialing", "accredited_value",
    "mfa_enabled",
    "mfa_method", "otp_required", "totp_enabled", "pin_length", "passwordpolicy", "passwordchangedat",
    "client_token_accessor", "ssn_last4", "ssh_key_id", "ssh_key_fingerprint", "sshKeyFingerprint", "ssh_public_key",
    "ssh_key_name", "passwort_geändert_am", "пароль_id", "clave", "passe_partout",
    # questions and counts
    "hasPassword", "has_mfa_secret", "is_token_valid", "requires_password", "max_tokens", "total_tokens",
    "prompt_tokens",
    "completion_tokens", "used_tokens",
    # decided: see the module `secret_names`
    "session_id", "sessionId", "SessionId", "LoginKey", "SessionKey", "nextToken", "continuation_token",
    "hashed_token", "key",
    "public_key", "primary_key", "foreign_key", "license_key", "auth", "auth_method", "code", "status_code",
    "postal_code",
    "hash", "sha256", "iban", "account_number", "x-forwarded-for", "ip", "email", "user", "name", "mfa",
    "mfaAuthenticated",
    "sig", "certificate", "secret/metadata/apps/ca-cert",
)  # fmt: skip
"""Names that say nothing against their value."""

PEM: Final = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow" + "IBAAKCAQEA7" * 20 + "\n-----END RSA PRIVATE KEY-----"
JWT: Final = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
AWS_SECRET: Final = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
NOISE: Final = base64.b64encode(bytes((i * 73 + 41) % 256 for i in range(200))).decode()
PROSE: Final = base64.b64encode(b"The quick brown fox jumps over the lazy dog, 42 times in a row. " * 4).decode()

COMMAND: Final = base64.b64encode(("Get-Process | Where-Object CPU -gt 10 # " * 4).encode("utf-16-le")).decode()

SHAPES: Final = (
    JWT,
    PEM,
    PEM.replace("RSA ", ""),
    PEM.replace("RSA ", "OPENSSH "),
    PEM.split("\n-----END", maxsplit=1)[0],
    AWS_SECRET,
    "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
    "gho_" + "16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_" + "11ABCDEFG0abcdefghijkl_" + "a1B2c3D4" * 7,
    "glpat-" + "aBcDeFgHiJkLmNoPqRsT",
    "xoxb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOp",
    "xoxp-" + "1234567890-abcdef",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "rk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe",
    "npm_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "SG." + "ngeVfQFYQlKU0ufo8x5d1A." + "TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
    "hvs." + "CAESIJlU02LQZq2cxCPhz9BZGGrQsNrzKfS0pYw",
    "sk-ant-" + "api03-abcdefghijklmnop",
    "$2b$12$" + "EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
    "$2y$10$" + "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    "$6$rounds=5000$" + "saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO",
    "$argon2id$v=19$m=65536,t=2,p=1$" + "gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ",
    "{SSHA}" + "W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
    "{ssha512}" + "W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
    "{CRYPT}$1$" + "abcdefgh$abcdefghijklmnopqrstuv",
    "pbkdf2_sha256$" + "260000$abcdefgh$abcdefghijklmnopqrstuvwxyz=",
    "enc:" + "v1:8f2KxQ0yJtH3==",
    "vault:v1:" + "8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf7w==",
    "ENC[AES256_GCM,data:" + "Zm9vYmFy,iv:abc,tag:def,type:str]",
)
"""Texts that are secrets by their shape alone: under any name, and in the middle of a sentence."""

TEXTS: Final = (
    # names and values in sentences, forms, options
    ("password=hunter2", f"password={GONE}"),
    ("login with password=hunter2, then ok", f"login with password={GONE}, then ok"),
    ("user=bob;password=hun;ter2 done", f"user=bob;password={GONE} done"),
    ("password = hunter2", f"password = {GONE}"),
    ("Password: hunter2", f"Password: {GONE}"),
    ("password:hunter2", f"password:{GONE}"),
    ("password => 'hunter 2'", f"password => '{GONE}'"),
    ("user[password]=hunter2&commit=1", f"user[password]={GONE}&commit=1"),
    ("user%5Bpassword%5D=hunter2&a=b", f"user%5Bpassword%5D={GONE}&a=b"),
    ("next=%2Fhome%3Ftoken%3Dabc%26x%3D1", f"next=%2Fhome%3Ftoken%3D{GONE}%26x%3D1"),
    ("{password=hunter2, user=bob}", f"{{password={GONE}, user=bob}}"),
    ('set api_key "abc" api_key="a b c" end', f'set api_key "abc" api_key="{GONE}" end'),
    ("mysql --user=root --password=hunter2 db", f"mysql --user=root --password={GONE} db"),
    ("deploy --token abc123 --region eu", f"deploy --token {GONE} --region eu"),
    ('run --api-key "a b" now', f"run --api-key {GONE} now"),
    ("AWS_SECRET_ACCESS_KEY=abc AWS_REGION=eu", f"AWS_SECRET_ACCESS_KEY={GONE} AWS_REGION=eu"),
    ("aws_access_key_id = AKIAIOSFODNN7EXAMPLE", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE"),
    ("pin=1234 cvv=999", f"pin={GONE} cvv={GONE}"),
    ("Server=db;User Id=sa;Password=p@ss!;Encrypt=1", f"Server=db;User Id=sa;Password={GONE};Encrypt=1"),
    ("AccountKey=abc123==;EndpointSuffix=x", f"AccountKey={GONE};EndpointSuffix=x"),
    ("q=%7B%22password%22%3A%22x%22%2C%22a%22%3A1%7D", f"q=%7B%22password%22%3A%22{GONE}%22%2C%22a%22%3A1%7D"),
    ('password="ends with backslash\\\\" user="bob"', f'password="{GONE}" user="bob"'),
    ("--password hunter2", f"--password {GONE}"),
    ("--password hunter2 --user bob", f"--password {GONE} --user bob"),
    ("['login', '--password', 'hunter2', '-v']", f"['login', '--password', {GONE}, '-v']"),
    ("curl -s -u joe:hunter2 https://x.org", f"curl -s -u joe:{GONE} https://x.org"),
    ("curl --user 'joe:hunter2' https://x.org", f"curl --user 'joe:{GONE}' https://x.org"),
    ("mysql -u root -phunter2 db", f"mysql -u root -p{GONE} db"),
    ("/usr/bin/mysqldump -p'hunter2' db", f"/usr/bin/mysqldump -p'{GONE}' db"),
    ('{"cmd":["curl","-u","joe:X"]', f'{{"cmd":["curl","-u","joe:{GONE}"]'),
    ("run ['curl', '-u', 'joe:X', 'x.org']", f"run ['curl', '-u', 'joe:{GONE}', 'x.org']"),
    ("run ['mysql', '-pX', 'db']", f"run ['mysql', '-p{GONE}', 'db']"),
    # a name and a value as two items of a list
    ('["password","hunter2"]', f'["password", "{GONE}"]'),
    ('{"at":1,"a":["password","hunter2"', f'{{"at":1,"a":["password","{GONE}"'),
    ("['-v', 'x', 'password', 'hunter2', '-q']", f"['-v', 'x', 'password', '{GONE}', '-q']"),
    ("got ('token', 'X')", f"got ('token', '{GONE}')"),
    # sentences of what was and what is
    ("changed password from A to B", f"changed password from {GONE} to {GONE}"),
    ("password changed to B", f"password changed to {GONE}"),
    ("Password: A -> B", f"Password: {GONE} -> {GONE}"),
    ("Passwort: A → B", f"Passwort: {GONE} → {GONE}"),
    ("password: nil -> hunter2", f"password: nil -> {GONE}"),
    ("user Password:A -> B", f"user Password:{GONE} -> {GONE}"),
    ("Password: `A -> B", f"Password: {GONE} -> {GONE}"),
    ("password: (empty) => hunter2", f"password: (empty) => {GONE}"),
    ("Password: changed from A to B", f"Password: changed from {GONE} to {GONE}"),
    ("Password (from A1 to B2)", f"Password (from {GONE} to {GONE})"),
    ("changed password for bob from 'A 1' to \"B 2\".", f"changed password for bob from '{GONE}' to \"{GONE}\"."),
    ("password of bob was changed to hunter by admin", f"password of bob was changed to {GONE} by admin"),
    ("name from q to r, password changed from x1 to y1", f"name from q to r, password changed from {GONE} to {GONE}"),
    ("set the API key to a1b2", f"set the API key to {GONE}"),
    ("API key changed from a1 to none", f"API key changed from {GONE} to none"),
    ("user.token 'A' → 'B', name x → y", f"user.token '{GONE}' → '{GONE}', name x → y"),
    # SQL
    ("ALTER USER x WITH PASSWORD 'hunter2'", f"ALTER USER x WITH PASSWORD '{GONE}'"),
    ("create role x login password 'hunt''er2';", f"create role x login password '{GONE}';"),
    ("SET PASSWORD = 'hunter2'", f"SET PASSWORD = '{GONE}'"),
    ("SET PASSWORD FOR 'x'@'h' = PASSWORD('hunter2')", f"SET PASSWORD FOR 'x'@'h' = PASSWORD('{GONE}')"),
    ("ALTER LOGIN x WITH PASSWORD = N'hunter2'", f"ALTER LOGIN x WITH PASSWORD = N'{GONE}'"),
    ("SET PASSWORD = PASSWORD('hunter2')", f"SET PASSWORD = PASSWORD('{GONE}')"),
    ("CREATE USER x IDENTIFIED BY 'hunter2'", f"CREATE USER x IDENTIFIED BY '{GONE}'"),
    ("ALTER USER x IDENTIFIED BY hunter2", f"ALTER USER x IDENTIFIED BY {GONE}"),
    ("alter user x identified by hunter2", f"alter user x identified by {GONE}"),
    ('ALTER USER x IDENTIFIED BY "hunter2"', f'ALTER USER x IDENTIFIED BY "{GONE}"'),
    ("ALTER USER x IDENTIFIED WITH sha2 BY 'hunter2'", f"ALTER USER x IDENTIFIED WITH sha2 BY '{GONE}'"),
    # XML
    ("<password>hunter2</password>", f"<password>{GONE}</password>"),
    ("<u>bob</u><db:Password t='a'>hunter2</db:Password>", f"<u>bob</u><db:Password t='a'>{GONE}</db:Password>"),
    ("<apiKey><![CDATA[a<b]]></apiKey>", f"<apiKey><![CDATA[{GONE}]]></apiKey>"),
    # JSON as text, in every depth
    ('{"password": "x", "user": "bob"}', json.dumps({"password": GONE, "user": "bob"})),
    ('{"a": {"token": 5, "n": [1, 2]}}', json.dumps({"a": {"token": GONE, "n": [1, 2]}})),
    ('{"pass\\u0077ord": "x"}', json.dumps({"password": GONE})),
    (json.dumps({"body": json.dumps({"password": "x"})}), json.dumps({"body": json.dumps({"password": GONE})})),
    (
        json.dumps({"a": json.dumps({"b": json.dumps({"secret": "x y"})})}),
        json.dumps({"a": json.dumps({"b": json.dumps({"secret": GONE})})}),
    ),
    ('sent {"password": "x y", "user": "bob"} ok', f'sent {{"password": "{GONE}", "user": "bob"}} ok'),
    ('body={\\"password\\":\\"x\\\\\\"y\\",\\"a\\":1}', f'body={{\\"password\\":\\"{GONE}\\",\\"a\\":1}}'),
    ("{'password': 'x', 'user': 'bob'}", f"{{'password': '{GONE}', 'user': 'bob'}}"),
    ('{"password": "x", "password": "y"}', f'{{"password": "{GONE}", "password": "{GONE}"}}'),
    ('{"password": "cut in the mid', f'{{"password": "{GONE}'),
    # lists and objects in texts, cut short or as YAML writes them
    ("object_changes: {password: [A, B], n: 1}", f"object_changes: {{password: {GONE}, n: 1}}"),
    ("{'password': ['a]b', \"c\"], 'n': [1]}", f"{{'password': {GONE}, 'n': [1]}}"),
    ('{"time":"x","secret":{"a":["X"', f'{{"time":"x","secret":{GONE}'),
    ('{"a":\n "secret": {\n  "b": "X",\n "c": "Y"', f'{{"a":\n "secret": {GONE}\n "c": "Y"'),
    (
        "---\nencrypted_password:\n- X\n- Y\napi_token:\n- \n- Z\nname:\n- A\n- B\n",
        f"---\nencrypted_password:\n- {GONE}\n- {GONE}\napi_token:\n- \n- {GONE}\nname:\n- A\n- B\n",
    ),
    ("user:\r\n  token: \r\n    - X\r\n  n: 1", f"user:\r\n  token: \r\n    - {GONE}\r\n  n: 1"),
    ("secret: |\n  X Y\n\n  Z\nn: 1", f"secret: {GONE}\n  {GONE}\n\n  {GONE}\nn: 1"),
    ("- token:\n    - X\n- n: 1", f"- token:\n    - {GONE}\n- n: 1"),
    ("- token:\n  - X\n  n: 1", f"- token:\n  - {GONE}\n  n: 1"),
    (
        "---\npassword: &1 !ruby/array:Array\n- X\napi_key: !ruby/object:Key\n  a: Y\nname: &2\n- A\n",
        f"---\npassword: &1 !ruby/array:Array\n- {GONE}\napi_key: {GONE}\n  {GONE}\nname: &2\n- A\n",
    ),
    # headers
    ("Authorization: Bearer abc.def", f"Authorization: {GONE}"),
    ('"Authorization": "Basic dXNlcjpwYXNz"', f'"Authorization": "{GONE}"'),
    ("-H 'Authorization: token abc123'", f"-H 'Authorization: {GONE}'"),
    ("Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=ab12", f"Authorization: {GONE}"),
    ("sent Bearer abc123 along", f"sent Bearer {GONE} along"),
    ("Bearer mF_9.B5f-4.1JqM", f"Bearer {GONE}"),
    ("bearer 0123456789abcdef", f"bearer {GONE}"),
    ("Basic dXNlcjpwYXNz", f"Basic {GONE}"),
    ("Cookie: sid=abc; theme=dark", f"Cookie: {GONE}"),
    ("Set-Cookie: sid=abc; Path=/", f"Set-Cookie: {GONE}"),
    # addresses
    ("https://bob:hunter2@example.org/x", f"https://bob:{GONE}@example.org/x"),
    ("postgres://app:p@ss@db:5432/x", f"postgres://app:{GONE}@db:5432/x"),
    ("https://Zk77PLTWx77QpR7vT2mB@github.com/x.git", f"https://{GONE}@github.com/x.git"),
    ("redis://:hunter2@cache:6379", f"redis://:{GONE}@cache:6379"),
    ("GET /reset?token=abc&user=bob HTTP/1.1", f"GET /reset?token={GONE}&user=bob HTTP/1.1"),
    ("https://x.org/?a=1&access_token=abc#top", f"https://x.org/?a=1&access_token={GONE}#top"),
    ("https://x.org/cb#id_token=abc", f"https://x.org/cb#id_token={GONE}"),
    ("https://b.org/f?X-Amz-Signature=ab12&X-Amz-Date=1", f"https://b.org/f?X-Amz-Signature={GONE}&X-Amz-Date=1"),
    ("https://a.org/b?sv=1&sig=ab%2F12&se=2", f"https://a.org/b?sv=1&sig={GONE}&se=2"),
    ("Mozilla/5.0 (token=abc) Firefox", f"Mozilla/5.0 (token={GONE}) Firefox"),
    ("https://hooks.slack.com/services/T0AB/B0CD/x1y2", f"https://hooks.slack.com/services/{GONE}"),
    ("at https://discord.com/api/webhooks/1234/x_y-z now", f"at https://discord.com/api/webhooks/1234/{GONE} now"),
    (f"bot 123456789:AA{'x1-Y2_z3' * 4}a sent", f"bot 123456789:{GONE} sent"),
    (f"got hf_{'aB3' * 10}", f"got {GONE}"),
    (
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE, SignedHeaders=host, Signature=ab12",
        f"AWS4-HMAC-SHA256 Credential={GONE}, SignedHeaders=host, Signature={GONE}",
    ),
    ('<add key="Password" value="X y"/>', f'<add key="Password" value="{GONE}"/>'),
    ("<p name='db.password' type='s' value='X'/>", f"<p name='db.password' type='s' value='{GONE}'/>"),
    ('Authorization: Digest username="a", response="b"', f"Authorization: {GONE}"),
    # shapes inside sentences
    (f"pushed with ghp_{'a1B2' * 9} to main", f"pushed with {GONE} to main"),
    (f"jwt {JWT}, then", f"jwt {GONE}, then"),
    (f"AKIAIOSFODNN7EXAMPLE {AWS_SECRET}", f"AKIAIOSFODNN7EXAMPLE {GONE}"),
    (f"key:\n{PEM}\nend", f"key:\n{GONE}\nend"),
    # binary data
    (NOISE, BINARY),
    (f"image {NOISE} end", f"image {BINARY} end"),
    (f"data:image/png;base64,{NOISE}", f"data:image/png;base64,{BINARY}"),
    (NOISE.replace("+", "-").replace("/", "_"), BINARY),
    ("\n".join(NOISE[i : i + 76] for i in range(0, len(NOISE), 76)), BINARY),
    (f'{{"file": "{NOISE}", "n": 1}}', json.dumps({"file": BINARY, "n": 1})),
)
"""Texts, and what is kept of them."""

PLAIN_TEXTS: Final = (
    "", "-", "ok", "Printer on fire", "Admin Visit user edit page with name Sales Agent", "author=bob",
    "monkey: banana",
    "keyboard=qwertz", "passenger: Ana", "secretName=db", "password_changed_at=2026-01-01", "token_type=bearer",
    "tokenized_count=5", "Reset password: Success", "Password: changed", "password: ********",
    "password reset requested",
    "Changed the password of bob", "token revoked", "Bearer token missing", "the bearer of bad news",
    "Basic authentication failed",
    "Basic plan", "bearer authentication", "user.password.change", "token:revoke", "password:change",
    "iam:CreateAccessKey",
    "oauth2.token.grant", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:MySecret-AbCdEf",
    "arn:aws:iam::123456789012:user/ana", "AKIAIOSFODNN7EXAMPLE", "https://example.org/a?page=2&sort=name",
    "https://example.org:8443/x", "https://ana@example.org/x", "mailto:ana@example.org", "ana@example.org",
    "2026-11-20T03:54:28.123Z", "::ffff:10.0.0.1", "2001:db8::1", "ab04bb55-b6d5-492b-8697-9d11867c6c43",
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "PWD=/home/ana ; USER=root",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Home/Users/AliceB/Documents/Reports2024/", COMMAND,
    "/var/lib/docker/overlay2/l/ABCDEFGHIJKLMNOP", "x" * 1000, "0123456789" * 40, "ab" * 500, PROSE,
    "Content-Type: application/x-www-form-urlencoded", "ENC is a town", "encoded: true", "eyJ", "$5.00 and $6.00",
    "cost $100",
    "{user}", "{SSHA}", "[REDACTED]", "[BINARY DATA]", "[/]", '{"user": "bob", "n": 1.50}', "{not json", "token=",
    "password: ",
    "session_id=ab12", "status:404", "key=value", "mode: public_key", "e-mail: ana@example.org; role: admin",
    "adduser --user hunter2 -p 22", "ssh -p 2222 ana@host", "ssh -u joe:staff", "mysql -u root -p db",
    "psql -U ana -port", "curl -u joe", "curl x | tar -u a:b", "changed password policy",
    "Changed password policy 'strict'",
    "ALTER USER x IDENTIFIED BY EXTERNALLY", "ALTER USER x IDENTIFIED EXTERNALLY", "threat identified by scanner",
    "InvalidToken:\n    at org.example.Login.check\n    at org.example.Login.run",
    '{"tokens": [], "card": {}', "password_policy:\n- long\n- mixed", "author:\n- Ana", "notes:\n- password\n- token",
    " " * 200 + "changed from a to b, key", " key changed from a to b",
    "password reset by bob", "sent the password to bob@example.org", "password set to expire in 90 days",
    "password changed to meet the policy", "password reset link sent to bob", "token changed from active to revoked",
    "password policy changed from weak to strong", "password strength changed from 3 to 4", "token moved from a to b",
    "transferred token from alice to bob", "changed email from a@b.c to d@e.f", "Secret -> ConfigMap", "plan: a -> b",
    "Settings → API tokens → Create", "this->token->value", "added secret to vault",
    "password: [REDACTED] -> [REDACTED]",
    '["secrets", "configmaps"]', '["Authorization", "Content-Type"]', '["docker", "run", "-u", "1000:1000"]',
    "device identified by 'web1'", "<password>", "usage: login <user> <password> now", "<password></password>",
    "<user>bob</user>", '<add key="Theme" value="dark"/>', "https://example.org/hooks/services/1",
    "<passwordPolicy>strict</passwordPolicy>", '["password", "email"]', "Ana's access code",
    "https://svc-backup-prod-eu-west-1@example.org/x", "https://ab04bb55-b6d5-492b-8697-9d11867c6c43@example.org/",
    "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIC\n-----END PUBLIC KEY-----",
    "S-1-5-21-3422892061-1135328251-2670905592-26680073", "hmac-sha256:" + "ab12" * 16,
)  # fmt: skip
"""Texts that stay as they are."""

VALUES: Final = (
    # objects and lists under secret names
    ({"password": {"old": "a", "new": "b"}}, {"password": {"old": GONE, "new": GONE}}),
    ({"tokens": ["a", "b"]}, {"tokens": [GONE, GONE]}),
    ({"token": {"id": 5, "name": "ci", "value": "x"}}, {"token": {"id": 5, "name": "ci", "value": GONE}}),
    ({"secret": {"inner": {"deep": 1}}}, {"secret": {"inner": {"deep": GONE}}}),
    ({"cookies": {"theme": "dark", "sid": "x"}}, {"cookies": {"theme": GONE, "sid": GONE}}),
    ({"card": {"brand": "visa", "last4": 4242, "no": 41}}, {"card": {"brand": "visa", "last4": 4242, "no": GONE}}),
    (
        {"credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "x", "sessionToken": "y"}},
        {"credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": GONE, "sessionToken": GONE}},
    ),
    ({"authorization": {"action": "write", "scope": "/x"}}, {"authorization": {"action": "write", "scope": "/x"}}),
    ({"authorization": "Digest x"}, {"authorization": GONE}),
    ({"headers": [{"Authorization": "Bearer x"}]}, {"headers": [{"Authorization": GONE}]}),
    # numbers, truth values, nothing
    ({"password": 1234, "pin": 0, "otp": 1.5}, {"password": GONE, "pin": GONE, "otp": GONE}),
    ({"secret": True, "token": False}, {"secret": GONE, "token": GONE}),
    ({"password": None, "token": ""}, {"password": None, "token": ""}),
    ({"access_key": "AKIAIOSFODNN7EXAMPLE"}, {"access_key": "AKIAIOSFODNN7EXAMPLE"}),
    ({"password": "[FILTERED]"}, {"password": "[FILTERED]"}),
    ({"client_token": "hmac-sha256:" + "0f" * 32}, {"client_token": "hmac-sha256:" + "0f" * 32}),
    ({"args": ["--password", "X", "-v", "--user", "bob"]}, {"args": ["--password", GONE, "-v", "--user", "bob"]}),
    ({"args": ["--password", "--force"]}, {"args": ["--password", "--force"]}),
    ({"fields": ["password", "email"]}, {"fields": ["password", "email"]}),
    ('["--password", "X"]', f'["--password", "{GONE}"]'),
    # names and values as items of lists
    (["password", "hunter2"], ["password", GONE]),
    (["password", 5], ["password", GONE]),
    (["password", None], ["password", None]),
    ([["user", "bob"], ["password", "letters"]], [["user", "bob"], ["password", GONE]]),
    ({"a": ["user", "bob", "api_key", "a1"]}, {"a": ["user", "bob", "api_key", GONE]}),
    ({"fields": ["password", "updated_at"]}, {"fields": ["password", "updated_at"]}),
    ({"scopes": ["token", "user:read"]}, {"scopes": ["token", "user:read"]}),
    ({"resources": ["secrets", "pods/exec"]}, {"resources": ["secrets", "pods/exec"]}),
    ({"argv": ["curl", "-u", "joe:X Y"]}, {"argv": ["curl", "-u", f"joe:{GONE}"]}),
    ({"argv": ["/usr/bin/curl", "-ujoe:X", "http://a:80"]}, {"argv": ["/usr/bin/curl", f"-ujoe:{GONE}", "http://a:80"]}),
    ({"argv": ["mysql", "-u", "a:b", "-pX", "db"]}, {"argv": ["mysql", "-u", "a:b", f"-p{GONE}", "db"]}),
    ({"argv": ["keytool", "-storepass", "X"]}, {"argv": ["keytool", "-storepass", GONE]}),
    ({"argv": ["docker", "run", "-u", "1000:1000", "-p80"]}, {"argv": ["docker", "run", "-u", "1000:1000", "-p80"]}),
    # a name and a value beside each other
    ({"name": "password", "value": "x"}, {"name": "password", "value": GONE}),
    ({"Name": "ApiKey", "OldValue": "x", "NewValue": "y"}, {"Name": "ApiKey", "OldValue": GONE, "NewValue": GONE}),
    ({"field": "user_password", "before": "x", "new": 1}, {"field": "user_password", "before": GONE, "new": GONE}),
    ({"key": "DB_PASSWORD", "value": {"a": "x"}}, {"key": "DB_PASSWORD", "value": {"a": GONE}}),
    ({"name": "plan", "value": "pro"}, {"name": "plan", "value": "pro"}),
    ({"name": "secretName", "value": "db"}, {"name": "secretName", "value": "db"}),
    ({"Name": "Credential", "NewValue": '[{"KeyId": 1}]'}, {"Name": "Credential", "NewValue": '[{"KeyId": 1}]'}),
    (
        {"kind": "Secret", "metadata": {"name": "db"}, "data": {"tls.crt": "x"}},
        {"kind": "Secret", "metadata": {"name": "db"}, "data": {"tls.crt": GONE}},
    ),
    ({"kind": "ConfigMap", "data": {"a": "x"}}, {"kind": "ConfigMap", "data": {"a": "x"}}),
    ({"type": "password", "value": "x"}, {"type": "password", "value": GONE}),
    (
        {"credentials": [{"type": "otp", "temporary": False, "value": "x"}]},
        {"credentials": [{"type": "otp", "temporary": False, "value": GONE}]},
    ),
    ({"credential": {"value": "x", "userLabel": "y"}}, {"credential": {"value": GONE, "userLabel": "y"}}),
    (
        {"representation": '{"credentials": [{"type": "password", "value": "x"}]}'},
        {"representation": json.dumps({"credentials": [{"type": "password", "value": GONE}]})},
    ),
    (
        {"parameterKey": "DBPassword", "parameterValue": "x"},
        {"parameterKey": "DBPassword", "parameterValue": GONE},
    ),
    ({"type": "token", "data": {"by": "bob"}}, {"type": "token", "data": {"by": "bob"}}),
    ({"type": "text", "value": "x"}, {"type": "text", "value": "x"}),
    # bytes and keys
    ({"raw": b"\x00\x01"}, {"raw": BINARY}),
    ({"password": b"x"}, {"password": BINARY}),
    ({f"ghp_{'a1B2' * 9}": 1}, {GONE: 1}),
    (["password=x", ("token=y",)], [f"password={GONE}", [f"token={GONE}"]]),
)  # fmt: skip
"""Values, and what is kept of them."""
