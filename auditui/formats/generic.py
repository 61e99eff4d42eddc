"""Finds who, what and when in records that nobody wrote a profile for.

A rule gives a name a score; the values decide whether it may be believed. Both speak once for a whole
shape of records, so that a column means the same in every row. Scores are of one scale for all fields:
100 says it outright, 40 is a last resort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from auditui.formats.cells import structure_in
from auditui.formats.changes import changes_in, pairs_of_names
from auditui.formats.columns import Column, Look, columns_of
from auditui.formats.paths import Path, finder
from auditui.formats.plan import Changes, Outcome, Plan, Source
from auditui.formats.timestamps import Clock
from auditui.formats.words import outcome_word

WHO: Final = (
    "actor|user|initiated by|initiator|principal|user identity|author|subject|requester|performed by|performer|caller|"
    "identity|account|operator|causer|member|admin|created by|changed by|updated by|modified by|auth|authentication info|"
    "user info|user details|actor info|originator|agent|client|session|owner|creator|by|who|executor|invoker|done by|meta|staff|employee"
)
WHAT: Final = (
    "entity|object|resource|target|targets|item|record|auditable|affected|asset|target resources|affected items|object ref|"
    "resources|entities|target info|subject|document|associated items|model|affected objects|target object|objects|trackable"
)
NOT_WHO: Final = re.compile(
    r"(?:^|/)(?:target|targets|object|entity|resource|affected|old|new|before|after|changes?|item|response|request parameters|"
    r"response elements|impersonated user|target resources|modified properties|geo|geolocation|location|device|os|host|process|"
    r"user agent|debug context|extra|previous|updated|tls|policy|policies|groups?|parameters|request object|response object|data)(?=[/ ]|$)"
)
NAME: Final = "name|user name|login|login name|display name|full name|email|email address|mail|user principal name|upn|alternate id|user|principal name|user email|nick|nickname|handle|principal|unique name|raw"
IDENTIFIER: Final = (
    "id|uid|uuid|guid|key|user id|actor id|principal id|account id|object id|arn|urn|sid|user key|profile id"
)


class Rule(NamedTuple):
    """A name (whole levels at the end of the words of a path) and its score."""

    score: int
    pattern: re.Pattern[str]


def rules(*pairs: tuple[int, str]) -> tuple[Rule, ...]:
    """Rules of one field, best first."""
    return tuple(Rule(score, re.compile(rf"(?:^|.*/)(?:{names})")) for score, names in pairs)


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "at": rules(
        (100, "event time|event timestamp|event date(?: time)?|occurred(?: at| on| date)?|activity (?:date(?: time)?|time)|happened(?: at| on)?|time generated|time of event|event created(?: at)?|event occurred(?: at)?"),
        (96, "timestamp|time|date time|date|ts|published|datetime|logged(?: at| on| date)?|log (?:time|date|timestamp)|when|at|utc time|local time|timestamp (?:utc|ms|us)|time stamp|unix ?time|epoch(?: time| ms| millis)?"),
        (92, "created(?: at| on| date| time| datetime)?|creation (?:time|date|timestamp)|create (?:time|date)|date (?:create|created|added|logged|time)|performed(?: at| on)|action (?:time|date|timestamp)|time (?:created|utc|micros|millis|logged)|inserted at|changed (?:at|on|date)|change (?:time|date)|timestamp derived|executed at|audit (?:time|date)|recorded (?:at|on)|datetime (?:utc|created)|login (?:time|date)|access(?:ed)? (?:time|at)|time (?:local|iso8601)|operation time|request time(?:stamp)?"),
        (75, "(?:request )?received(?: at| time| timestamp)?|stage timestamp|start(?:ed)?(?: at| time| date)?|event start|receive time|begin(?: time)?|request received timestamp|digest end time|end time|finished at|last updated|updated(?: at| on)?|modified(?: at| on| date)?|last modified(?: at| date)?|timestamp micros|ingested(?: at)?|indexed(?: at)?|insert time|generated(?: at| time)?|sent(?: at)?|observed(?: at| time| timestamp)?|system time"),
        (45, ".*\\b(?:time|timestamp|date|datetime|at|on|epoch)"),
    ),
    "actor": rules(
        (100, f"(?:actor|initiated by|initiator|performed by|user identity|performer|causer|author|originator|who)/(?:{NAME})|initiated by/user/(?:{NAME})|actor/user/(?:{NAME})|actor(?: name| user ?name| login| display name| email)?|whodunnit|performed by(?: name| user| email)?|principal email|author(?: name| username)|initiated by(?: name)?|initiator(?: name)?|done by|acting user|performing user|who|actor alternate id|executed by"),
        (94, f"(?:user|principal|caller|requester|operator|user info|user details|actor info|created by|changed by|updated by|modified by|auth|authentication info|executor|invoker|session/user|identity/user|context/user|meta/user|admin|employee|staff)/(?:{NAME})|user(?: name| full name| display name| login| email(?: address)?)?|username|user principal name|upn|login name|principal name|caller(?: name)?|requester(?: name| email)?|operator(?: name)?|admin(?: name| email| user)?|changed by(?: name)?|modified by(?: name)?|updated by(?: name)?|edited by|created by(?: name| user)?|subject user name|author|db user(?: name)?|user identifier|logged in user|current user|request user|remote user|auth user|triggered by|run by|requested by|deleted by|logged by|approved by|staff(?: member| name)?|employee(?: name)?|agent name|invoked by|user ?upn|session user ?name|effective username|actor username|email actor|os user ?name"),
        (80, f"principal|subject|identity(?:/{NAME}|/principal)?|login|account(?: name|/{NAME})|user/(?:user|profile|details|attributes)/(?:{NAME})|(?:client|session|member|owner|creator)/(?:user(?: name)?|email|login|display name)|created by|changed by|modified by|updated by|by|member|creator|owner|user identity/session context/session issuer/user name|user identity/(?:invoked by)|acct|meta user|context user|sender|from user|source user|src user|suser|duser|source user ?name"),
        (66, "email(?: address)?|mail|e mail|alternate id|display name|nickname|full name|client name|customer|agent|executing user|employee id|account|cs username"),
        (58, f"(?:actor|user|initiated by|initiator|principal|user identity|author|requester|performed by|causer|caller|account|identity|created by|changed by|updated by)/(?:{IDENTIFIER})|(?:actor|user|author|principal|causer|account|created by|updated by|modified by|changed by|owner|caller|employee|member|staff)(?: object)? (?:{IDENTIFIER}|ids)|user ids|uid|auid|userid|sub|user key|client id|subject id|user identity/(?:type|account id|access key id)|auth/(?:display name|accessor)"),
        (45, "name"),
    ),
    "actor_id": rules(
        (100, f"(?:actor|user|initiated by/user|initiated by|initiator|user identity|author|principal|requester|performed by|causer|caller|user info|identity|created by|actor/user)/(?:{IDENTIFIER})|(?:actor|user|author|principal|causer|caller)(?: object)? (?:{IDENTIFIER}|ids)|user key|userid|actorid|auid|created by id|modified by id"),
        (70, "sub|subject id|principal|account id|uid|employee id|member id|staff id|whodunnit|access key id|owner id"),
    ),
    "email": rules(
        (100, f"(?:{WHO})/(?:email|email address|mail|e mail|user principal name|upn|alternate id)|(?:{WHO}) (?:email|email address|mail)|user ?email|email|email address|user principal name|upn"),
        (70, f"(?:{WHO})(?:/(?:{NAME}))?|user(?: name| id|id)|login"),
    ),
    "role": rules((100, f"(?:(?:{WHO})/)?(?:role|roles|role name|user role|actor role|user roles|group role)"), (60, f"(?:{WHO})/type|user type|actor type")),
    "on_behalf_of": rules(
        (100, "impersonated user(?:/user ?name|/name| name)?|on behalf of(?:/.*| user| name)?|impersonator(?:/name| name)?|delegate user|delegated user|acting as|act as|impersonating|effective user(?: name)?|login as|sudo user|run as user|effective actor|assumed user"),
        (70, "target user(?: name| email| id)?|affected user(?: name| email)?|target username|for user|affected user id|target account"),
    ),
    "action": rules(
        (100, "action(?: name| type| performed| taken| code| text)?|event action|event name|operation(?: name| type)?|event/(?:action|name|type|event type|event name)|events?/(?:name|event name|type)|activity(?: type| name| display name)?|audit action|user action|method name|api (?:method|action|name|call)|activity/(?:name|type|action)|action/(?:name|type|action|id|description)|operation/name|event type|command name|log action|crud|audit event type|event verb|change type|action description|audit type|event code name|audit event"),
        (84, "event|verb|operations|command|cmd|event type/name|type name|change type|event type name|action id|request/operation|op|statement type|query type|request type|message type|audit category|sub ?type|event class|rpc|procedure|function|function name|event/code|rule name|tran type|transaction type|task category|event description|task"),
        (72, "type|log type|event/(?:kind|id|original)|(?:.*/)?event id|event code|code|kind|event key|template|message key|title|summary|activity description|log name|method|http method|request method|request/(?:method|http method)|request type|class|api"),
        (50, "category|event category|message|msg|description|display message|info|controller|topic|(?:.*/)?name|with|change|event message|text|statement|query|sql text|sql"),
    ),
    "method": rules((100, "method|http method|request method|verb|(?:.*/)?request/(?:method|http method|verb)|http/method|http request method|action|req/method|request type|http verb|requestmethod|cs method")),
    "category": rules(
        (100, "category|event category|module(?: name)?|area|section|event source|audit event category|feature category|service(?: name)?|workload|component|product|event module|category name|activity category|feature|subsystem|log category|resource provider(?: value)?|audit category"),
        (60, "application(?: name)?|app(?: name)?|app display name|log type|record type|log name|channel|source|logger|group|space|package|controller|facility|program|event provider|provider(?: name)?|source name"),
    ),
    "entity_type": rules(
        (100, f"(?:{WHAT})(?:\\[\\])?/(?:type|resource type|object type|kind|class|entity type|type name|target type)|(?:entity|object|resource|target|item|auditable|record|subject|affected|asset|trackable|document)(?: resource| entity)? type(?: name)?|content type(?:/.*| name| model)?|model(?: name| class| type)?|entity class|object class|table(?: name)?|object type name|object ref/resource|target class|auditable type|resource kind|mount type|request/mount type|entity kind"),
        (66, "entity|object|resource|item|target|resource(?: name)|record type|collection|doctype|obj type|sobject type|table_name|relation|schema table|entity name"),
    ),
    "entity_id": rules(
        (100, f"(?:{WHAT})/(?:id|uuid|guid|uid|arn|key|pk|resource id|object id|entity id|urn|target id|self link)|(?:entity|object|resource|target|item|auditable|record|affected|asset|trackable|document|row|ticket|contact|issue|file)(?: resource| entity| object| primary)? (?:id|ids|uuid|guid|pk|arn|key|identifier|uid|urn)|object pk|primary key|pk|resource arn|resource uri|object ref/name|documentid"),
        (74, "entity|object|resource|target|item|resource name|object name|target name|repo|repository|file(?: name| path)?|path|uri|url|request (?:uri|path|url)|request/(?:path|uri|url)|request uri|http/(?:url|path)|full path|object path|document|bucket name|request path|key|org|database(?: name)?|project(?: id| name)?|http request uri|uri path|object uri|req/url|cs uri stem|endpoint|resource path|page|site url|route|link|obj name|relation"),
    ),
    "entity_name": rules(
        (100, f"(?:{WHAT})/(?:name|display name|title|label|user principal name|alternate id|full name|email|summary|login)|(?:entity|object|resource|target|item|auditable|record|asset|affected|document)(?: resource| entity)? (?:name|display name|title|label|repr|details|description|full name|path)|object repr|target details|record name|object title|object label"),
        (60, "file name|document name|subject|project name|group name|repo|page title|title"),
    ),
    "description": rules(
        (100, "description|message|msg|info|summary|event description|display message|event message|log message|activity description|text|details|detail|comment|action description|short description|full description|sentence|display|audit message|message text|desc|additional info|activity details|note|notes|custom message|information|event details|msg text|log|narrative|display text|body"),
        (55, "title|reason|subject|event|event/(?:original|description|reason)|remarks|context|explanation|change|change description|content|operation details|extra info|raw message"),
    ),
    "ip": rules(
        (100, f"(?:(?:{WHO}|source|src|remote|client|origin|context|request|network|network/client|connection|login|peer|http request|http|request metadata|event|caller)/)?(?:ip|ip address|ip addr|client ip(?: address| addr)?|source ip(?: address| addr| addresses)?|src ip(?: address| addr)?|remote ip(?: address)?|remote addr(?:ess)?|caller ip(?: address)?|user ip(?: address)?|actor ip(?: address)?|login ip(?: address)?|source ips|source address|src addr|client addr(?:ess)?|client host|request ip|ipv4|ipv6|origin ip|originating ip|ip v4|from ip|peer ip|peer address|source ipv4|src|addr|c ip|requester ip|xff|x forwarded for|host ip address|ip origin|user address|client ipv4|address|remote host|sourceip|saddr|from host|real ip|client real ip)"),
        (60, ".*\\b(?:ip|ips|address|addr|host|hostname|remote|client|source|src|from|peer|origin|location|userhost|terminal|machine)\\b.*"),
    ),
    "user_agent": rules(
        (100, "(?:.*/)?(?:user agent|ua|http user agent|request user agent|client user agent|raw user agent|user agent original|user agent string|browser user agent|user agent/(?:raw user agent|original|raw|string|name|full)|useragent|headers/user agent|cs user agent|client agent|agent string)"),
        (60, "browser(?: type| name)?|client(?: app| type| info)?|agent|device info|client application|client name|client info string|app used|device"),
    ),
    "status": rules(
        (100, "(?:.*/)?(?:status code|http status(?: code)?|response code|response status(?: code)?|http response code|http code|return code|response/(?:status|status code|code)|response status/code|http/status(?: code)?|status/code|resp code|sc status|http response status code|response http status|server response|result code)"),
        (80, "(?:.*/)?(?:status|code|result|response|error code|result status|status id)"),
    ),
    "outcome": rules(
        (100, "(?:.*/)?(?:outcome|event outcome|outcome/(?:result|status)|result|success|successful|succeeded|is success(?:ful)?|was successful|result status|event result|status|action result|operation result|login status|request status|audit result|event status|success flag|response status/status|result type|activity status|activity result|status value|outcome result|action status|auth result|authentication result|login result|res|audit status|operation status|has succeeded|ok|allowed|decision|verdict|disposition|authorization(?: decision)?|access|event/outcome|result description|authorized|granted|permitted|action outcome|failed)"),
        (60, "(?:.*/)?(?:state|response|severity result|keywords|error|error code|completion status|type of result|action)"),
    ),
    "took": rules((100, "(?:.*/)?(?:duration(?: ms| s| sec| seconds| us| ns| micros| millis| milliseconds| nanos)?|took(?: ms| us)?|elapsed(?: ms| time| time ms| seconds)?|execution time(?: ms| s| seconds)?|response time(?: ms| s)?|latency(?: ms| s| us)?|time taken(?: ms)?|run time(?: ms)?|processing time(?: ms)?|request duration(?: ms)?|exec time|runtime|request time|total time(?: ms)?|duration in ms|query time|upstream response time|response duration|time ms|latency milliseconds)")),
    "request_id": rules(
        (100, "(?:.*/)?(?:request id|x request id|correlation id|transaction id|trace id|req id|request/id|request uid|transaction/id|operation id|correlation uid|request uuid|x correlation id|aws request id|event correlation id|client request id|cid|requestid|activity id|batch id|batch uuid|request identifier|txn id|transaction uuid)"),
        (60, "(?:.*/)?(?:session id|session/id|session uuid|session|external session id|ses|sid|session uid|session identifier|session key|login key|connection id|conn id|logon id|unique token identifier)"),
    ),
    "id": rules(
        (100, "id|uuid|guid|event id|audit id|log id|record id|insert id|event uuid|audit log id|entry id|unique id|event uid|activity id|metadata/uid|event guid|document id|log entry id|event/(?:id|uuid|uid|guid)|message id|audit event id|id/unique qualifier|event identifier|log uuid|audit uuid|action id|change id|event number|record number|identifier"),
    ),
}  # fmt: skip
"""What columns are called, from the best name to the last resort, for each field."""

KEPT_SOURCES: Final = 8
WORD_BONUS: Final = 6


def fit_of(field: str, look: Look) -> float:
    """How far the values can be what the field wants, from 0 (no) to 1."""
    return FITS[field](look) if look.texts or field == "at" else 0.0


def _name_fit(look: Look) -> float:
    """A name of somebody: no time, address, sentence or truth value; numbers and UUIDs only when there is nothing else."""
    if (
        look.time > 0.3
        or look.address > 0.5
        or look.length > 200
        or look.truth > 0.3
        or look.url > 0.5
        or look.method > 0.8
    ):
        return 0.0
    return 1.0 - 0.35 * max(look.number, look.uuid) - 0.5 * (look.sentence if look.length > 60 else 0)


def _action_fit(look: Look) -> float:
    if look.time > 0.2 or look.address > 0.3 or look.truth > 0.5 or look.email > 0.5 or look.uuid > 0.3:
        return 0.0
    long = 0.5 if look.length > 120 else 0.0
    last_resort = (_name_score("action", look.column.words) or 50) <= 50
    if last_resort and (look.sentence > 0.4 or look.length > 60):
        return 0.0
    unlike = 0.25 if look.distinct > 0.9 and len(look.texts) > 12 else 0.0
    return (
        1.0
        - 0.4 * look.number
        - long
        - unlike
        - 0.2 * look.sentence
        - 0.3 * (look.outcome > 0.8)
        - 0.4 * (look.url > 0.5)
    )


def _status_fit(look: Look) -> float:
    return 1.0 if look.http_status > 0.8 else 0.55 if look.number > 0.9 and look.length <= 11 else 0.0


def _outcome_fit(look: Look) -> float:
    return look.outcome if look.outcome > 0.6 and look.http_status < 0.2 else 0.0


def _id_fit(look: Look) -> float:
    return 1.0 if look.distinct > 0.98 and look.time < 0.9 and look.length <= 200 and look.address < 0.5 else 0.0


def _plain_fit(look: Look) -> float:
    return (
        0.0
        if look.time > 0.5 or look.address > 0.9 or look.length > 300 or look.truth > 0.8
        else 1.0 - 0.3 * look.sentence
    )


def _category_fit(look: Look) -> float:
    return (
        0.0
        if look.number > 0.5
        or look.time > 0.1
        or look.address > 0.3
        or look.length > 80
        or look.uuid > 0.3
        or look.truth > 0.5
        else 1.0
    )


def _entity_id_fit(look: Look) -> float:
    return 0.0 if look.time > 0.5 and look.number < 0.9 or look.length > 600 or look.truth > 0.5 else 1.0


def _description_fit(look: Look) -> float:
    if look.number > 0.5 or look.time > 0.3 or look.address > 0.5 or look.uuid > 0.5 or look.truth > 0.5:
        return 0.0
    return 0.5 + 0.5 * max(look.sentence, look.length > 25)


def _took_fit(look: Look) -> float:
    return (
        1.0
        if look.number > 0.9
        or look.share(lambda text: bool(re.fullmatch(r"[\d.]+ ?(?:ms|s|us|µs|ns|m|h)", text))) > 0.8
        else 0.0
    )


FITS: Final[Mapping[str, Callable[[Look], float]]] = {
    "at": lambda look: look.time if look.time >= 0.5 else 0.0,
    "actor": _name_fit,
    "actor_id": lambda look: 0.0 if look.time > 0.3 and look.number < 0.9 or look.length > 200 or look.email > 0.8 or look.sentence > 0.5 else 1.0,
    "email": lambda look: look.email if look.email > 0.5 else 0.0,
    "role": lambda look: 0.0 if look.number > 0.3 or look.length > 80 or look.uuid > 0.3 or look.truth > 0.5 else 1.0,
    "on_behalf_of": _name_fit,
    "action": _action_fit,
    "method": lambda look: 1.0 if look.method > 0.7 else 0.0,
    "category": _category_fit,
    "entity_type": lambda look: _category_fit(look) * (1 - 0.5 * look.url),
    "entity_id": _entity_id_fit,
    "entity_name": _plain_fit,
    "description": _description_fit,
    "ip": lambda look: look.address if look.address > 0.25 else 0.0,
    "user_agent": lambda look: 0.0 if look.number > 0.5 or look.address > 0.5 or look.truth > 0.5 else (0.6 + 0.4 * (look.share(lambda text: "/" in text) > 0.3)),
    "status": _status_fit,
    "outcome": _outcome_fit,
    "took": _took_fit,
    "request_id": lambda look: 0.0 if look.time > 0.9 and look.number < 0.5 or look.length > 200 or look.sentence > 0.5 else 1.0,
    "id": _id_fit,
}  # fmt: skip

THRESHOLDS: Final[Mapping[str, float]] = {"at": 30, "action": 30, "actor": 30, "ip": 25}
DEFAULT_THRESHOLD: Final = 40.0
DEPTH_COST: Final = 3.0


def plan_for(records: Sequence[dict[str, Any]], clock: Clock, *, name: str = "generic") -> Plan:
    """The plan for records of one file, made from some of them. The records are not changed."""
    expand = _texts_to_expand(records)
    opened = [_with_structures(record, expand) for record in records] if expand else list(records)
    columns = columns_of(opened)
    looks = [Look(column) for column in columns if not _is_structure(column)]
    changes = changes_plan(columns, opened)
    taken = {path for path in changes.whole} | {path for sides in changes.sides for path in sides}
    looks = [look for look in looks if not _inside(look.column.path, taken)]
    fields = {field: _sources(field, looks, len(records)) for field in RULES if field not in ("at", "outcome")}
    at = _sources("at", looks, len(records))
    outcome = _outcome_rule(looks, len(records))
    _settle(fields, looks)
    return Plan(
        name, at, {field: sources for field, sources in fields.items() if sources}, outcome, changes,
        clock=clock, expand=expand, explode=_explode(columns, at), empty_actor=_empty_actor(fields, changes),
    )  # fmt: skip


def _is_structure(column: Column) -> bool:
    """Objects and lists of objects; a time written as an object is a value."""
    first = column.values[0]
    if isinstance(first, dict):
        return not Look(column).time
    return isinstance(first, list) and bool(first) and isinstance(first[0], dict | list)


def _inside(path: Path, roots: Iterable[Path]) -> bool:
    return any(path[: len(root)] == root for root in roots)


def _texts_to_expand(records: Sequence[dict[str, Any]]) -> tuple[Path, ...]:
    """Paths to texts that nearly always spell out an object or a list."""
    found = []
    for column in columns_of(records):
        texts = [value for value in column.values if isinstance(value, str) and value]
        likely = [text for text in texts if text.lstrip()[:1] in ("{", "[")]
        if likely and len(likely) * 2 >= len(texts) and all(isinstance(step, str) for step in column.path):
            if sum(1 for text in likely if structure_in(text) is not None) * 2 >= len(likely):
                found.append(column.path)
    return tuple(found)


def _with_structures(record: dict[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    made = _thin_copy(record)
    for path in paths:
        value, place = finder(path)(made)
        structure = structure_in(value) if place and isinstance(value, str) else None
        if structure is not None and place:
            place[0][place[1]] = structure
    return made


def _thin_copy(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _thin_copy(inner) if isinstance(inner, dict) else inner for key, inner in value.items()}


class Scored(NamedTuple):
    """A column that a field may come from."""

    score: float
    look: Look


def _sources(field: str, looks: Sequence[Look], records: int) -> tuple[Source, ...]:
    scored = sorted(_scored(field, looks, records), key=lambda one: -one.score)[:KEPT_SOURCES]
    return tuple(_source(field, one.look) for one in scored)


def _scored(field: str, looks: Sequence[Look], records: int) -> list[Scored]:
    found = []
    for look in looks:
        name_score = _name_score(field, look.column.words)
        if not name_score:
            continue
        fit = fit_of(field, look)
        if not fit:
            continue
        common = 8 * min(look.column.count / max(records, 1), 1)
        score = name_score * (0.5 + 0.5 * fit) * (fit > 0) - DEPTH_COST * look.column.depth + common
        if score >= THRESHOLDS.get(field, DEFAULT_THRESHOLD):
            found.append(Scored(score, look))
    return found


def _name_score(field: str, words: str) -> float:
    for rule in RULES[field]:
        if rule.pattern.fullmatch(words):
            return rule.score * _context(field, words)
    return 0.0


EXPIRY: Final = re.compile(
    r"expir|valid|birth|issue time|not before|not after|until|last login|due|ttl|previous|next|scheduled|lifetime|password|old |new |creation date$(?<=attributes/creation date)"
)
OTHER_END: Final = re.compile(
    r"\b(?:dest|dst|destination|target|server|local|daddr|laddr|listen|upstream|nat|to|s ip|host)\b"
)
RESPONSE: Final = re.compile(
    r"(?:^|/)(?:response|responses|response elements|response object|request object|request parameters|request body|changes|payload|args|geographical context|geo|old|new|before|after|parameters|debug data|annotations|metadata/creation timestamp|user agent)/"
)


def _context(field: str, words: str) -> float:
    """How much the levels above (and a word beside) speak against a name."""
    if RESPONSE.search(words) and field not in ("status", "outcome", "user_agent"):
        return 0.45
    if field == "at":
        return 0.35 if EXPIRY.search(words) else 1.0
    if field in ("actor", "actor_id", "email", "role"):
        return 0.3 if NOT_WHO.search(words.rsplit("/", 1)[0]) and "/" in words else 1.0
    if field == "ip":
        return 0.4 if OTHER_END.search(words) else 1.0
    if field in ("id", "category"):
        return (
            1.0 if words.count("/") == 0 or words.startswith(("event/", "metadata/", "id/", "audit", "log/")) else 0.3
        )
    if field == "action":
        return (
            0.5
            if re.search(
                r"(?:^|/)(?:actor|user|target|resource|object|entity|geo|client|device|http|error|principal|auth|identity)/",
                words,
            )
            and "request/" not in words
            else 1.0
        )
    return 1.0


def _source(field: str, look: Look) -> Source:
    path = look.column.path
    if field == "took":
        return Source(path, unit=_unit(look))
    return Source(path)


UNIT_WORDS: Final = (
    ("ns", re.compile(r"\b(?:ns|nanos|nanoseconds)\b")), ("us", re.compile(r"\b(?:us|micros|microseconds)\b")),
    ("ms", re.compile(r"\b(?:ms|millis|milliseconds)\b")), ("s", re.compile(r"\b(?:s|sec|secs|seconds)\b")),
)  # fmt: skip


def _unit(look: Look) -> str:
    """The unit that the name says; else seconds for small numbers with decimals, milliseconds for all others."""
    for unit, pattern in UNIT_WORDS:
        if pattern.search(look.column.words) or str(look.column.path[-1]).lower().endswith(f"_{unit}"):
            return unit
    if look.number < 0.9:
        return ""
    numbers = [float(text) for text in look.texts if re.fullmatch(r"[\d.]+", text) and text.count(".") <= 1]
    decimals = any(not number.is_integer() for number in numbers)
    return "s" if decimals and max(numbers, default=0) < 100 else "ms"


ERRORS: Final = re.compile(
    r"(?:.*/)?(?:error|error code|error message|error msg|exception(?: class| message)?|failure reason|error description|failure code)"
)


def _outcome_rule(looks: Sequence[Look], records: int) -> Outcome:
    """Stated words; and an error that is there."""
    sources = _sources("outcome", looks, records)
    errors = tuple(
        Source(look.column.path)
        for look in looks
        if ERRORS.fullmatch(look.column.words)
        and look.column.depth <= 2
        and look.truth < 0.5
        and look.number < 0.5
        and not any(map(_is_no_error, look.texts))
    )
    negated = tuple(
        source for source in sources if str(source.path[-1]).lower() in ("failed", "error", "is_error", "isfailure")
    )
    plain = tuple(source for source in sources if source not in negated)
    turned = tuple(replace(source, values={"true": "failure", "false": "success"}, only=True) for source in negated)
    return Outcome((*plain, *turned), failure_if=errors[:4])


def _is_no_error(text: str) -> bool:
    return outcome_word(text) == "success" or text.lower() in ("0", "no error", "none", "false", "ok")


def _settle(fields: dict[str, tuple[Source, ...]], looks: Sequence[Look]) -> None:
    """Where two fields want the same column, the one that it says more about has it."""
    by_path = {look.column.path: look for look in looks}
    actions = fields.get("action", ())
    if actions and fields.get("method"):
        methods = {source.path for source in fields["method"]}
        better = tuple(source for source in actions if source.path not in methods)
        fields["action"] = (
            (*better, *(source for source in actions if source.path in methods))
            if better and _says_more(better[0], by_path)
            else actions
        )
    first = {
        name: {fields[name][0].path} if fields.get(name) else set() for name in ("actor", "action", "entity_id", "ip")
    }
    for field, others in (
        ("description", ("action",)), ("category", ("action",)), ("entity_name", ("actor", "action")), ("entity_type", ("action", "actor")),
        ("entity_id", ("actor", "action")), ("actor", ("action",)), ("role", ("actor",)), ("status", ()), ("on_behalf_of", ("actor",)),
        ("id", ("entity_id", "actor")), ("user_agent", ("actor",)), ("request_id", ("actor",)),
    ):  # fmt: skip
        used = set().union(*(first[name] for name in others)) if others else set()
        fields[field] = tuple(source for source in fields.get(field, ()) if source.path not in used)
    _share_entity(fields)
    ids = {source.path for source in fields.get("id", ())[:1]}
    fields["entity_id"] = tuple(source for source in fields.get("entity_id", ()) if source.path not in ids)


def _share_entity(fields: dict[str, tuple[Source, ...]]) -> None:
    """`target` alone may be a type or a thing: the type only where something else is the thing."""
    types, things = fields.get("entity_type", ()), fields.get("entity_id", ())
    if not types or not things or types[0].path != things[0].path:
        return
    if len(things) > 1 and "id" in str(things[1].path[-1]).lower():
        fields["entity_id"] = things[1:]
    else:
        fields["entity_type"] = types[1:]


def _says_more(source: Source, looks: Mapping[Path, Look]) -> bool:
    look = looks.get(source.path)
    return (
        look is not None
        and (_name_score("action", look.column.words) >= 72 or look.sentence < 0.5)
        and _name_score("action", look.column.words) >= 60
    )


def _explode(columns: Sequence[Column], at: Sequence[Source]) -> Path:
    """A list of things that happened at once: under a name of events, each with a name or type, none with a time."""
    for column in columns:
        if (
            column.depth
            or column.words not in ("events", "actions", "activities", "operations")
            or not isinstance(column.values[0], list)
        ):
            continue
        objects = [one for value in column.values if isinstance(value, list) for one in value]
        named = all(
            isinstance(one, dict) and any(key in one for key in ("name", "type", "action", "eventName", "event"))
            for one in objects
        )
        if objects and named and at and not any(source.path[: len(column.path)] == column.path for source in at[:1]):
            return column.path
    return ()


def _empty_actor(fields: Mapping[str, tuple[Source, ...]], changes: Changes) -> str:
    if changes.whole or changes.sides or changes.pairs:
        return "system"
    return "anonymous" if fields.get("method") and fields.get("status") else "unknown"


CHANGE_NAME: Final = re.compile(
    r"(?:.*/)?.*\b(?:chang\w*|diff\w*|modif\w*|updat\w*|delta|edit\w*|audited|patch|values?|differences|properties|fields?|attributes|before after|old new)\b.*"
)
BEFORE_NAME: Final = re.compile(
    r"((?:.*/)?(?:.* )?)(?:old|before|previous|prev|original|prior|from)( (?:values?|data|state|object|record|attributes|properties|settings|row|image))?"
)
AFTER_WORDS: Final = ("new", "after", "current", "updated", "to", "modified", "attributes")


def changes_plan(columns: Sequence[Column], records: Sequence[dict[str, Any]]) -> Changes:
    """Where before and after are, in any of the usual forms."""
    plain = [column for column in columns if all(isinstance(step, str) for step in column.path)]
    whole = tuple(
        column.path
        for column in plain
        if CHANGE_NAME.fullmatch(column.words) and any(changes_in(value) for value in column.values)
    )
    whole = tuple(path for path in whole if not any(path != other and path[: len(other)] == other for other in whole))
    sides = tuple(_side_pairs(plain, whole))
    taken = {*whole, *(path for pair in sides for path in pair)}
    return Changes(whole, sides, _named_pairs([column for column in plain if not _inside(column.path, taken)]))


def _side_pairs(columns: Sequence[Column], whole: Sequence[Path]) -> Iterable[tuple[Path, Path]]:
    by_words = {column.words: column for column in columns if any(isinstance(value, dict) for value in column.values)}
    for words, column in by_words.items():
        found = BEFORE_NAME.fullmatch(words)
        if not found or _inside(column.path, whole):
            continue
        for after in AFTER_WORDS:
            partner = by_words.get(f"{found[1]}{after}{found[2] or ''}")
            if partner:
                yield column.path, partner.path
                break


def _named_pairs(columns: Sequence[Column]) -> tuple[tuple[str, Path, Path], ...]:
    """`old_x` beside `new_x`, `x_was` beside `x`: within one object, values only."""
    leaves = [column for column in columns if not isinstance(column.values[0], dict | list)]
    found: list[tuple[str, Path, Path]] = []
    for parent in dict.fromkeys(column.path[:-1] for column in leaves):
        keys = [str(column.path[-1]) for column in leaves if column.path[:-1] == parent]
        found += [(field, (*parent, old), (*parent, new)) for field, old, new in pairs_of_names(keys)]
    return tuple(found)
