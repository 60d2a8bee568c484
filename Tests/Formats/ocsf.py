"""Holds events, one as JSON a line of standard input, to the schema of OCSF that ocsf-json-schema carries. Says what is wrong, a line each; ends with 1 then."""

import json
import sys

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=sys.argv[1]))
validators = {}


def validator(event):
    uid, profiles = event["class_uid"], tuple(event["metadata"].get("profiles", []))
    if (uid, profiles) not in validators:
        name = schema.lookup_class_name_from_uid(class_uid=uid)
        validators[uid, profiles] = Draft202012Validator(schema.get_class_schema(class_name=name, profiles=list(profiles)))
    return validators[uid, profiles]


problems, count = {}, 0
for line in sys.stdin:
    event = json.loads(line)
    count += 1
    for error in validator(event).iter_errors(event):
        place = "/".join(str(part) for part in error.absolute_path)
        problems.setdefault(f"class {event['class_uid']} at '{place}': {error.message[:300]}", event["metadata"].get("event_code"))
for problem, example in sorted(problems.items()):
    print(f"{problem} (event '{example}')")
print(f"{count} events, {len(problems)} problems")
sys.exit(1 if problems or count == 0 else 0)
