"""Compares reports and counts with DuckDB over the same raw logs.

    engine.py CT FOLDER ...

Runs every report (but for columns that only ct defines) and the questions below, and computes each answer
again: SQL from the definitions of the reports, and Python for the caller's name, for networks and for the
product of a user agent. Prints each answer that differs; exits 1 if one does. Knows nothing of ct's code.
"""
import datetime
import decimal
import ipaddress
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

SIGN_IN = "source = 'signin.amazonaws.com' AND name = 'ConsoleLogin'"
SUCCESS = "text(r, '$.responseElements.ConsoleLogin') IS NOT DISTINCT FROM 'Success'"
EC2 = """source = 'ec2.amazonaws.com' AND (name LIKE '%StopInstance%' OR name LIKE '%StartInstance%'
    OR name LIKE '%RunInstance%' OR name LIKE '%TerminateInstance%')"""
GROUPS = """source = 'ec2.amazonaws.com' AND (
    name LIKE '%SecurityGroup%' AND name NOT LIKE 'Describe%' AND name NOT LIKE 'Get%'
    OR name IN ('ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute')
    AND (r -> '$.requestParameters')::VARCHAR LIKE '%groupSet%')"""
ERROR_RATE = "round(100 * count(*) FILTER (error)::DECIMAL(18,6) / count(*), 2)"
IAM = """(source IN ('iam.amazonaws.com', 'organizations.amazonaws.com', 'sso.amazonaws.com',
    'sso-directory.amazonaws.com', 'identitystore.amazonaws.com')
    OR source = 'sts.amazonaws.com' AND name = 'AssumeRoot') AND read_only = FALSE"""
ROOT = "kind = 'Root' AND text(r, '$.userIdentity.invokedBy') IS NULL"
OBJECT_CHANGE = """source = 's3.amazonaws.com' AND NOT error AND name IN ('PutObject', 'CopyObject',
    'CompleteMultipartUpload', 'PostObject', 'DeleteObject', 'DeleteObjects', 'RestoreObject')"""
CHANGE = """CASE WHEN name IN ('DeleteObject', 'DeleteObjects') THEN 'deleted'
    WHEN name = 'RestoreObject' THEN 'restored' ELSE 'written' END"""
TRAIL_BUCKETS = """SELECT bucket FROM e WHERE key LIKE 'AWSLogs/%' OR key LIKE '%/AWSLogs/%'
    UNION SELECT text(r, '$.requestParameters.s3BucketName') FROM e WHERE source = 'cloudtrail.amazonaws.com'
    UNION SELECT text(r, '$.responseElements.s3BucketName') FROM e WHERE source = 'cloudtrail.amazonaws.com'"""
LOGGING = f"""
    source = 'cloudtrail.amazonaws.com' AND name IN ('StopLogging', 'DeleteTrail', 'UpdateTrail',
        'PutEventSelectors', 'PutInsightSelectors', 'DeleteEventDataStore', 'StopEventDataStoreIngestion')
    OR source = 's3.amazonaws.com' AND name IN ('PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketLifecycle',
        'PutBucketVersioning', 'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'DeleteBucket',
        'DeleteObject', 'DeleteObjects') AND bucket IN ({TRAIL_BUCKETS})
    OR source = 'config.amazonaws.com' AND name IN ('StopConfigurationRecorder', 'DeleteConfigurationRecorder',
        'DeleteDeliveryChannel')
    OR source = 'guardduty.amazonaws.com' AND name IN ('DeleteDetector', 'UpdateDetector', 'DeleteMembers',
        'DisassociateMembers', 'CreateFilter')
    OR source = 'securityhub.amazonaws.com' AND name = 'DisableSecurityHub'
    OR source = 'access-analyzer.amazonaws.com' AND name = 'DeleteAnalyzer'
    OR source = 'ec2.amazonaws.com' AND name = 'DeleteFlowLogs'
    OR source = 'logs.amazonaws.com' AND name IN ('DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy',
        'DeleteSubscriptionFilter')
    OR source = 'kms.amazonaws.com' AND name IN ('ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy')"""


def top(by, measures, order, where="TRUE", limit=None, having=""):
    """Groups in an order, of which missing values are last."""
    keys = by.split(", ")
    return f"""SELECT {by}, {measures} FROM e WHERE {where} GROUP BY {', '.join(keys)}
        {f'HAVING {having}' if having else ''} ORDER BY {order}{f' LIMIT {limit}' if limit else ''}"""


def buckets(start, step, measures, where="TRUE", by=None, empty="0"):
    """Groups over time: from the first to the last event, each group in each bucket."""
    key = by or "1"
    return f"""WITH m AS (SELECT *, {start} AS bucket_start, {key} AS bucket_key FROM e WHERE {where} AND time IS NOT NULL),
        times AS (SELECT unnest(generate_series(min(bucket_start), max(bucket_start), INTERVAL '{step}')) AS bucket_start FROM m),
        keys AS (SELECT DISTINCT bucket_key FROM m),
        counted AS (SELECT bucket_start, bucket_key, {measures} FROM m GROUP BY ALL),
        filled AS (SELECT times.bucket_start AS t, keys.bucket_key AS k,
            counted.* EXCLUDE (bucket_start, bucket_key)
            FROM times CROSS JOIN keys LEFT JOIN counted ON counted.bucket_start = times.bucket_start
            AND counted.bucket_key IS NOT DISTINCT FROM keys.bucket_key)
        SELECT t, {'k, ' if by else ''}{empty} FROM filled ORDER BY t, k"""


def single(where):
    """Single events, without the column that only ct defines."""
    return f"""SELECT time, account, region, principal, name, address, code, id FROM e WHERE {where}
        ORDER BY time DESC, id LIMIT 500"""


def new(by, where="TRUE"):
    """Groups whose first event is within a week of the last event of all."""
    return f"""SELECT {by}, min(time), count(*), arg_min_null(id, (time, coalesce(id, ''))) FROM e WHERE {where} GROUP BY {by}
        HAVING min(time) >= (SELECT max(time) - INTERVAL 7 DAY FROM e) ORDER BY min(time) DESC, {by} LIMIT 500"""


DAY = "date_trunc('day', time)"
ZERO = "coalesce({0}, 0)"
LOGINS = f"count(*) FILTER ({SUCCESS}) AS successful, count(*) FILTER (NOT ({SUCCESS})) AS failed, count(*) AS logins"
THREE = "coalesce(successful, 0), coalesce(failed, 0), coalesce(logins, 0)"

TILES = {
    "operations.top-10-events": top("name", "count(*)", "count(*) DESC, name", limit=10),
    "operations.top-events-full-detail": top("name", f"""count(*), count(DISTINCT principal),
        count(*) FILTER (code LIKE 'AccessDenied%' OR code LIKE '%UnauthorizedOperation'),
        count(*) FILTER (error), {ERROR_RATE}""", "count(*) DESC, name", limit=100),
    "operations.events-by-source": top("source", "count(*)", "source", limit=500),
    "operations.events-by-region": buckets(DAY, "1 day", "count(*) AS n", by="region", empty="coalesce(n, 0)"),
    "operations.events-by-hour-and-weekday": """SELECT d, h, (SELECT count(*) FROM e WHERE isodow(time) = d AND hour(time) = h)
        FROM generate_series(1, 7) AS days(d) CROSS JOIN generate_series(0, 23) AS hours(h)
        UNION ALL SELECT NULL, NULL, count(*) FROM e WHERE time IS NULL HAVING count(*) > 0 ORDER BY 1, 2""",
    "operations.ec2-instance-changes": buckets(DAY, "1 day", "count(*) AS n, count(*) FILTER (error) AS f",
        EC2, by="name", empty="coalesce(n, 0), coalesce(f, 0)"),
    "errors.top-assumed-users": top("role", "count(*)", "count(*) DESC, role", "error AND role IS NOT NULL", 10),
    "errors.errors-by-user-type": top("kind", "count(*)", "count(*) DESC, kind", "error", 10),
    "errors.errors-by-source": top("source", "count(*)", "count(*) DESC, source", "error", 500),
    "errors.errors-and-events-over-time": buckets("time_bucket(INTERVAL '30 minutes', time)", "30 minutes",
        f"count(*) AS n, count(*) FILTER (error) AS f, {ERROR_RATE} AS p", empty="coalesce(n, 0), coalesce(f, 0), p"),
    "errors.top-events-with-errors": top("name", "count(*)", "count(*) DESC, name", "error", 10),
    "errors.top-error-codes": top("code", "count(*)", "count(*) DESC, code", "code IS NOT NULL", 10),
    "errors.assumed-user-errors-full-detail": top("principal, source, name, code, message", "count(*)",
        "count(*) DESC, principal, source, name, code, message", "error", 500, "count(*) > 1"),
    "sign-ins.top-user-logins": top("principal", LOGINS, "logins DESC, principal", SIGN_IN, 10).replace(
        LOGINS, "count(*) FILTER ({0}), count(*) FILTER (NOT ({0})), count(*) AS logins".format(SUCCESS)),
    "sign-ins.console-logins-over-time": buckets(DAY, "1 day", LOGINS, SIGN_IN, empty=THREE),
    "sign-ins.logins-from-multiple-ip-addresses": top("principal", "count(DISTINCT address), count(*)",
        "count(DISTINCT address) DESC, count(*) DESC, principal", SIGN_IN, 50),
    "sign-ins.most-common-ip-addresses": top("address", f"count(*), count(*) FILTER ({SIGN_IN})",
        "count(*) DESC, address", "is_address", 500),
    "sign-ins.user-login-geolocation": top("address", "count(*)", "count(*) DESC, address", SIGN_IN, 500),
    "sign-ins.most-common-login-errors": top("message", "count(*), count(DISTINCT principal)",
        "count(*) DESC, message", f"{SIGN_IN} AND NOT ({SUCCESS})", 500),
    "sign-ins.login-user-count-over-time": buckets(DAY, "1 day", "count(DISTINCT principal) AS n", SIGN_IN,
        empty="coalesce(n, 0)"),
    "sign-ins.logins-without-mfa": f"""SELECT principal, CASE WHEN {SUCCESS} THEN 'Success' ELSE 'Failure' END AS outcome,
        count(*) FROM e WHERE {SIGN_IN} AND kind IN ('IAMUser', 'Root')
        AND text(r, '$.additionalEventData.MFAUsed') = 'No' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 500""",
    "security-groups.security-group-modifications": f"""SELECT time, id, name, principal, address, code,
        r -> '$.requestParameters' FROM e WHERE {GROUPS} ORDER BY time DESC, id LIMIT 500""",
    "activity.top-aws-event-errors": top("name, code, message", "count(*)", "count(*) DESC, name, code, message",
        "error", 15),
    "activity.top-iam-users": top("principal, name", "count(*)", "count(*) DESC, principal, name", "kind = 'IAMUser'", 15),
    "activity.root-activity": """SELECT name, text(r, '$.userIdentity.invokedBy') AS by, count(*) FROM e
        WHERE kind = 'Root' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 15""",
    "overview.span": """SELECT count(DISTINCT account), count(DISTINCT region), min(time), max(time), count(*),
        count(*) FILTER (error), count(DISTINCT principal), count(id) - count(DISTINCT (id, account)) FILTER (id IS NOT NULL),
        (SELECT count(*) FROM files), 0, 0 FROM e""",
    "overview.events-by-day": buckets(DAY, "1 day", "count(*) AS n, count(*) FILTER (error) AS f",
        empty="coalesce(n, 0), coalesce(f, 0)"),
    "overview.accounts-and-regions": top("account, region", """count(*), count(*) FILTER (error), min(time), max(time),
        date_diff('day', min(time)::DATE, max(time)::DATE) + 1 - count(DISTINCT time::DATE)""", "account, region"),
    "overview.callers": top("account, caller", "count(*), count(*) FILTER (error), count(DISTINCT address), min(time), max(time)",
        "count(*) DESC, account, caller", limit=20),
    "overview.services": top("source", "count(*), min(time), max(time)", "count(*) DESC, source", limit=20),
    "overview.error-codes": top("code", "count(*), min(time), max(time)", "count(*) DESC, code", "error", 20),
    "overview.user-agents": top("agent", "count(*), min(time), max(time)", "count(*) DESC, agent", limit=20),
    "overview.sign-ins": f"""SELECT principal, CASE WHEN {SUCCESS} THEN 'Success' ELSE 'Failure' END AS outcome, count(*),
        count(DISTINCT address) FROM e WHERE {SIGN_IN} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20""",
    "s3-changes.changes": f"""SELECT bucket, nullif(regexp_extract(key, '^(.*/)?[^/=]+=[^/]*/'), '') AS part,
        {CHANGE} AS change, caller, count(DISTINCT coalesce(request, id)), count(DISTINCT key), min(time), max(time)
        FROM e WHERE {OBJECT_CHANGE} AND NOT (name = 'DeleteObjects' AND request IS NOT NULL AND request IN
            (SELECT request FROM e WHERE source = 's3.amazonaws.com' AND name = 'DeleteObject' AND request IS NOT NULL))
        GROUP BY 1, 2, 3, 4 ORDER BY max(time) DESC, 1, 2, 3, 4 LIMIT 500""",
    "s3-changes.objects": f"""SELECT bucket, key, max(time), arg_max({CHANGE}, (time, coalesce(id, ''))),
        arg_max_null(caller, (time, coalesce(id, ''))) FROM e WHERE {OBJECT_CHANGE} AND key IS NOT NULL
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 500""",
    "iam-changes.by-caller": top("account, caller, name", "count(*), count(*) FILTER (error), min(time), max(time)",
        "count(*) DESC, account, caller, name", IAM, 500),
    "iam-changes.events": single(IAM),
    "logging-changes.events": single(LOGGING),
    "root.by-event": top("account, name", "count(*), count(*) FILTER (error), count(DISTINCT address), min(time), max(time)",
        "count(*) DESC, account, name", ROOT, 500),
    "root.events": single(ROOT),
    "new.calls": new("account, caller, source, name"),
    "new.networks": new("account, caller, network"),
    "new.user-agents": new("access_key, product", "access_key IS NOT NULL"),
    "new.regions": new("account, region"),
    "new.callers": new("account, caller"),
}

BYTES = "'$.additionalEventData.bytesTransferredOut'"
SENT = f"try_cast(text(r, {BYTES}) AS DOUBLE)"
RATIO = "try_cast(text(r, '$.additionalEventData.ratio') AS DOUBLE)"
PARAMETER = "value(r, '$.requestParameters.{0}')"
NAMES = """CASE WHEN json_type(r, '$.requestParameters.names') = 'ARRAY' AND json_array_length(r, '$.requestParameters.names') > 0
    THEN list_distinct(list_transform(CAST(r -> '$.requestParameters.names' AS JSON[]), lambda x: coalesce(nullif(x ->> '$', ''), '')))
    ELSE [coalesce(CASE WHEN json_type(r, '$.requestParameters.names') = 'VARCHAR' THEN text(r, '$.requestParameters.names') END, '')] END"""
ARNS = """CASE WHEN len(CAST(r -> '$.resources[*].ARN' AS JSON[])) > 0
    THEN list_distinct(list_transform(CAST(r -> '$.resources[*].ARN' AS JSON[]), lambda x: coalesce(x ->> '$', ''))) ELSE [''] END"""

# Arguments of ct count, and the same question for DuckDB.
COUNTS = [
    ("", "SELECT count(*) FROM e"),
    ("--by eventName", top("name", "count(*)", "count(*) DESC, name")),
    ("--by principal,eventName -m first,last,distinct:sourceIPAddress", top("principal, name",
        "count(*), min(time), max(time), count(DISTINCT address)", "count(*) DESC, principal, name")),
    ("--by account,awsRegion -m errors,error-rate,share", top("account, region",
        f"count(*), count(*) FILTER (error), {ERROR_RATE}, round(100 * count(*)::DECIMAL(18,6) / (SELECT count(*) FROM e), 2)",
        "count(*) DESC, account, region")),
    ("--by errorCode --errors", top("code", "count(*)", "count(*) DESC, code", "error")),
    ("--by userIdentity.accessKeyId -m first-id,last-id,duplicates", top("access_key",
        """count(*), arg_min_null(id, (time, coalesce(id, ''))), arg_max_null(id, (time, coalesce(id, ''))),
        count(id) - count(DISTINCT (id, account)) FILTER (id IS NOT NULL)""", "count(*) DESC, access_key")),
    ("--by eventName -m bytes=sum:additionalEventData.bytesTransferredOut,"
     "min:additionalEventData.bytesTransferredOut,max:additionalEventData.bytesTransferredOut,"
     "avg:additionalEventData.bytesTransferredOut", top("name",
        f"count(*), sum({SENT}), min({SENT}), max({SENT}), avg({SENT})", "count(*) DESC, name")),
    ("--by account -m sum:additionalEventData.ratio,avg:additionalEventData.ratio --sort sum:additionalEventData.ratio",
        top("account", f"count(*), sum({RATIO}), avg({RATIO})", f"sum({RATIO}) DESC NULLS LAST, account")),
    ("--by date,hour --where 'eventSource = ec2.amazonaws.com'", top("time::DATE, hour(time)", "count(*)", "3 DESC, 1, 2", "source = 'ec2.amazonaws.com'")),
    ("--by readOnly,is_error,weekday", top("truth(r, '$.readOnly'), error, isodow(time)", "count(*)", "4 DESC, 1 NULLS LAST, 2, 3")),
    ("--by requestParameters.maxResults --where 'eventSource = ec2.amazonaws.com'", f"""SELECT CASE WHEN json_type(v) = 'VARCHAR' THEN v ELSE (v::DOUBLE)::BIGINT::JSON END AS k,
        count(*) FROM (SELECT {PARAMETER.format('maxResults')} AS v FROM e WHERE source = 'ec2.amazonaws.com')
        GROUP BY 1 ORDER BY 2 DESC, json_type(k) = 'VARCHAR', try_cast(k AS BIGINT), k"""),
    ("--by requestParameters.dryRun --where 'eventSource = ec2.amazonaws.com'", f"""SELECT {PARAMETER.format('dryRun')} AS k, count(*) FROM e
        WHERE source = 'ec2.amazonaws.com' GROUP BY 1 ORDER BY 2 DESC, json_type(k) = 'VARCHAR', k"""),
    ("--by requestParameters.names --where 'eventSource = ec2.amazonaws.com'", f"""SELECT nullif(k, '') AS k, count(*) FROM
        (SELECT unnest({NAMES}) AS k FROM e WHERE source = 'ec2.amazonaws.com') GROUP BY 1 ORDER BY 2 DESC, 1"""),
    ("--by resources.ARN,awsRegion -m errors", f"""SELECT nullif(k, '') AS k, region, count(*), count(*) FILTER (error) FROM
        (SELECT unnest({ARNS}) AS k, * FROM e) GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""),
    ("--by caller,network --having 'events > 3 and account-ids >= 2' -m account-ids=distinct:account", top("caller, network",
        "count(*), count(DISTINCT account)", "count(*) DESC, caller, network", having="count(*) > 3 AND count(DISTINCT account) >= 2")),
    ("--by eventSource,eventName --sort events:asc --top 20", top("source, name", "count(*)", "count(*), source, name", limit=20)),
    ("--every 1d", buckets(DAY, "1 day", "count(*) AS n", empty="coalesce(n, 0)")),
    ("--every 1w --by eventSource -m errors", buckets("date_trunc('week', time)", "7 days",
        "count(*) AS n, count(*) FILTER (error) AS f", by="source", empty="coalesce(n, 0), coalesce(f, 0)")),
    ("--every 12h --by account --errors", buckets("time_bucket(INTERVAL '12 hours', time)", "12 hours", "count(*) AS n",
        "error", by="account", empty="coalesce(n, 0)")),
    ("--unique --by account", """SELECT account, count(*) FROM (SELECT DISTINCT ON (coalesce(id, n::VARCHAR), account) account FROM e)
        GROUP BY 1 ORDER BY 2 DESC, 1"""),
    ("--by role --where 'userIdentity.type = AssumedRole and eventName in (Put*, *Object)' -m values:eventName", f"""SELECT role,
        count(*), list_slice(list_sort(list_distinct(list(name))), 1, 10) FROM e WHERE kind = 'AssumedRole'
        AND (name LIKE 'Put%' OR name LIKE '%Object') GROUP BY 1 ORDER BY 2 DESC, 1"""),
]


def principals(identity):
    """The caller, and the caller without its session, as docs/fields.md and the User Guide say."""
    if not isinstance(identity, dict):
        return None, None
    text = lambda name: identity.get(name) or None
    session = identity.get("sessionContext") or {}
    issuer = session.get("sessionIssuer") or {}
    kind, arn, principal_id = text("type"), text("arn"), text("principalId")
    user = text("userName") or (re.split("[:/]", arn)[-1] if arn and ":" in arn else None)
    last = text("accountId") or text("invokedBy") or kind
    if kind in ("AssumedRole", "Role"):
        path = arn.rsplit(":", 1)[1].split("/") if arn else []
        role = issuer.get("userName") or (path[-2] if len(path) > 2 else None)
        name = (principal_id or "").partition(":")[2] or (path[-1] if len(path) > 2 else None)
        if role:
            return f"{role}/{name}" if name else role, role
        return user or principal_id or last, user or (principal_id or "").partition(":")[0] or last
    special = {
        "Root": "root",
        "AWSAccount": ":".join(dict.fromkeys(filter(None, [text("accountId"), principal_id]))) or None,
        "AWSService": text("invokedBy"),
        None: text("invokedBy"),
        "IdentityCenterUser": (identity.get("onBehalfOf") or {}).get("userId"),
        "SAMLUser": ":".join(filter(None, [text("identityProvider"), text("userName")])) or None,
    }
    special["WebIdentityUser"] = special["SAMLUser"]
    name = special.get(kind) or user or principal_id or last
    return name, name


def parsed_address(text):
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def network(text):
    """The /24 or /64 of the first address."""
    for address in filter(None, map(parsed_address, (text or "").split(","))):
        length = 24 if address.version == 4 else 64
        return str(ipaddress.ip_network((address, length), strict=False))
    return None


def product(agent):
    found = re.match(r"\[?([^/ ]+)", agent or "")
    return found.group(1) if found else None


def database(folder):
    """The events of a folder as the table e: one row each, with the members that the questions need."""
    db = duckdb.connect()
    db.execute("SET threads = 1; SET TimeZone = 'UTC'; SET default_null_order = 'nulls_last'")
    db.execute("CREATE MACRO text(r, p) AS nullif(json_extract_string(r, p), '')")
    db.execute("CREATE MACRO value(r, p) AS CASE WHEN text(r, p) IS NOT NULL THEN json_extract(r, p) END")
    db.execute("CREATE MACRO truth(r, p) AS CASE lower(text(r, p)) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END")
    db.execute("CREATE TABLE files (path VARCHAR)")
    # Digest files and keys of a trail hold no events.
    files = [str(path) for path in sorted(Path(folder).rglob("*.json*")) if not re.search("Digest|public-keys", str(path))]
    db.executemany("INSERT INTO files VALUES (?)", [[path] for path in files])
    db.execute("""CREATE TABLE records AS SELECT row_number() OVER () AS n, r FROM (
        SELECT unnest(CASE WHEN json_exists(json, '$.Records') THEN json_extract(json, '$.Records[*]') ELSE [json] END) AS r
        FROM read_json_objects(?, format = 'unstructured'))""", [files])
    db.execute("CREATE TABLE computed (n BIGINT, principal VARCHAR, caller VARCHAR, network VARCHAR, is_address BOOLEAN, product VARCHAR)")
    rows = []
    for n, record in db.execute("SELECT n, r FROM records").fetchall():
        record = json.loads(record)
        address = record.get("sourceIPAddress") or ""
        rows.append([n, *principals(record.get("userIdentity")), network(address), network(address) is not None,
                     product(record.get("userAgent"))])
    db.executemany("INSERT INTO computed VALUES (?, ?, ?, ?, ?, ?)", rows)
    db.execute("""CREATE TABLE e AS SELECT *, text(r, '$.eventSource') AS source, text(r, '$.eventName') AS name,
        coalesce(text(r, '$.eventTime'), text(r, '$.timeWindow.windowStart'))::TIMESTAMP AS time,
        coalesce(text(r, '$.recipientAccountId'), text(r, '$.accountId'), text(r, '$.userIdentity.accountId'),
            text(r, '$.userIdentity.sessionContext.sessionIssuer.accountId')) AS account,
        text(r, '$.awsRegion') AS region, text(r, '$.sourceIPAddress') AS address, text(r, '$.userAgent') AS agent,
        text(r, '$.errorCode') AS code, text(r, '$.errorMessage') AS message,
        coalesce(text(r, '$.eventID'), text(r, '$.eventId')) AS id, text(r, '$.requestID') AS request,
        text(r, '$.userIdentity.type') AS kind, text(r, '$.userIdentity.accessKeyId') AS access_key,
        text(r, '$.userIdentity.sessionContext.sessionIssuer.userName') AS role,
        text(r, '$.requestParameters.bucketName') AS bucket, text(r, '$.requestParameters.key') AS key,
        truth(r, '$.readOnly') AS read_only, code IS NOT NULL OR message IS NOT NULL
        OR coalesce(text(r, '$.responseElements.' || name) = 'Failure', FALSE)
        OR coalesce(text(r, '$.serviceEventDetails.' || name) = 'Failure', FALSE)
        OR coalesce(source = 'signin.amazonaws.com' AND name = 'ConsoleLogin'
            AND text(r, '$.responseElements.ConsoleLogin') IS DISTINCT FROM 'Success', FALSE)
        OR coalesce(text(r, '$.insightDetails.insightType') = 'ApiErrorRateInsight', FALSE) AS error
        FROM records JOIN computed USING (n)""")
    return db


def plain(value):
    """A value as JSON output has it."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value


def same(want, got):
    if isinstance(want, bool) or isinstance(got, bool):
        return want is got
    if isinstance(want, (int, float)) and isinstance(got, (int, float)):
        return abs(want - got) <= 1e-9 * max(1, abs(want))
    return want == got


def expected(db, query):
    result = db.execute(query)
    types = [str(column[1]) for column in result.description]
    rows = []
    for row in result.fetchall():
        row = [json.loads(value) if kind == "JSON" and value is not None else plain(value) for value, kind in zip(row, types)]
        rows.append(row)
    return rows


def difference(want, got):
    """What to say of rows that differ; nothing if they are the same."""
    for at, (w, g) in enumerate(zip(want, got)):
        # Midnight is a date in ct's buckets of days.
        w = [x[:10] if isinstance(x, str) and isinstance(y, str) and len(y) == 10 and x[10:] == "T00:00:00Z" else x for x, y in zip(w, g)] + w[len(g):]
        if len(w) != len(g) or not all(map(same, w, g)):
            return f"row {at}: expected {w}, found {g}"
    return "" if len(want) == len(got) else f"{len(want)} rows expected, {len(got)} found"


def run(ct, *arguments):
    ran = subprocess.run([ct, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600)
    return ran.returncode, ran.stdout, ran.stderr


def compare_report(ct, db, folder, report):
    code, out, err = run(ct, "report", report, folder, "-o", "json")
    wanted = {tile.partition(".")[2]: query for tile, query in TILES.items() if tile.startswith(f"{report}.")}
    if code != 0:
        return [f"{report}: exit code {code}: {err}"]
    tiles = {tile["id"]: tile["rows"] for tile in json.loads(out)["tiles"]}
    said = [f"{report}: tiles {sorted(tiles)}, not {sorted(wanted)}"] if sorted(tiles) != sorted(wanted) else []
    for tile, query in wanted.items():
        rows = tiles.get(tile, [])
        # What the call acted on, which only ct defines; and how many objects were listed and skipped, which are no logs.
        left_out = {"events": [5], "span": [8, 10]}.get(tile, [])
        rows = [[value for at, value in enumerate(row) if at not in left_out] for row in rows]
        said += [f"{report}.{tile}: {text}" for text in [difference(expected(db, query), rows)] if text]
    return said


def compare_count(ct, db, folder, arguments, query):
    import shlex

    code, out, err = run(ct, "count", *shlex.split(arguments), folder, "-o", "jsonl")
    # No numbers in these logs: ct shows the groups all the same.
    if code != (2 if "has a number there" in err else 0):
        return [f"count {arguments}: exit code {code}: {err}"]
    rows = [[value for name, value in json.loads(line).items() if not name.endswith("_more")] for line in out.splitlines()]
    text = difference(expected(db, query), rows)
    return [f"count {arguments}: {text}"] if text else []


def main():
    ct, *folders = sys.argv[1:]
    said = []
    with ThreadPoolExecutor(2) as pool:
        for folder in folders:
            db = database(folder)
            reports = dict.fromkeys(tile.partition(".")[0] for tile in TILES)
            jobs = [pool.submit(compare_report, ct, db.cursor(), folder, report) for report in reports]
            jobs += [pool.submit(compare_count, ct, db.cursor(), folder, *question) for question in COUNTS]
            for job in jobs:
                said += [f"{folder}: {text}" for text in job.result()]
            print(f"{folder}: {len(TILES)} tiles, {len(COUNTS)} counts, {len(expected(db, 'SELECT n FROM e'))} events")
    print("\n".join(said))
    sys.exit(bool(said))


if __name__ == "__main__":
    main()
