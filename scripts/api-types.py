"""Writes the types of the API for the page, web/app/api-types.ts, from the schemas of the OpenAPI document.

Usage: scripts/api-types.py           write the file
       scripts/api-types.py check     exit with 1 when the file is not what would be written
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "Sources/PulseHTTP/OpenAPI/OpenAPIComponents.swift"
TYPES = ROOT / "web/app/api-types.ts"

PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def union(parts: list[str]) -> str:
    return " | ".join(dict.fromkeys(parts))


def written(schema: dict) -> str:
    """A schema as a TypeScript type."""
    if "$ref" in schema:
        return name(schema["$ref"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return union([json.dumps(value) for value in schema["enum"]])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return union([written(part) for part in schema[word]])
    if "allOf" in schema:
        return " & ".join(written(part) for part in schema["allOf"])
    kind = schema["type"]
    if isinstance(kind, list):
        return union([written({**schema, "type": one}) for one in kind])
    if kind == "array":
        return array(written(schema["items"])) if "items" in schema else "unknown[]"
    if kind == "object":
        return structure(schema)
    return PLAIN[kind]


def array(element: str) -> str:
    return f"({element})[]" if " " in element else f"{element}[]"


def structure(schema: dict) -> str:
    if "additionalProperties" in schema:
        value = written(schema["additionalProperties"])
        if "propertyNames" in schema:
            return f"Partial<Record<{written(schema['propertyNames'])}, {value}>>"
        return f"Record<string, {value}>"
    if "properties" not in schema:
        return "Record<string, unknown>"
    return "{ " + " ".join(members(schema)) + " }"


def members(schema: dict) -> list[str]:
    required = schema.get("required", [])
    return [f"{key}{'' if key in required else '?'}: {written(value)};" for key, value in schema["properties"].items()]


def declaration(key: str, schema: dict) -> str:
    if "properties" not in schema or "additionalProperties" in schema:
        return f"export type {key} = {written(schema)};"
    lines = "\n  ".join(members(schema))
    return f"export interface {key} {{\n  {lines}\n}}"


def types() -> str:
    text = SCHEMAS.read_text()
    found = re.search(r'#"""\n(.*?)"""#', text, re.S)
    if not found:
        sys.exit(f"scripts/api-types.py: no schemas in {SCHEMAS.relative_to(ROOT)}")
    schemas = json.loads(found[1])["schemas"]
    head = "// Written by scripts/api-types.py from the schemas of the OpenAPI document. Change them there."
    return "\n\n".join([head, *(declaration(key, schema) for key, schema in schemas.items())]) + "\n"


def main() -> int:
    wanted = types()
    if sys.argv[1:] == ["check"]:
        if TYPES.exists() and TYPES.read_text() == wanted:
            return 0
        print(f"{TYPES.relative_to(ROOT)} is not what the schemas say; run: python3 scripts/api-types.py", file=sys.stderr)
        return 1
    TYPES.write_text(wanted)
    return 0


sys.exit(main())
