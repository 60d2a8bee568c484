#include "CWebAssets.h"

// The files come in by #embed, which C23 has and clang offers to older dialects with a warning.
#pragma clang diagnostic ignored "-Wc23-extensions"

// scripts/web.sh writes the list beside the bundle: one array per file, then `assets`.
#if __has_include("bundle/assets.inc") && __has_embed("bundle/index.html")
#include "bundle/assets.inc"
#define PULSE_WEB_ASSETS_BUILT true
#else
static const char not_built[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pulse</title>"
    "<h1>The page of Pulse was not built</h1>"
    "<p>This server was compiled without its web page. In the folder of the source, run <code>make web</code>, "
    "then build Pulse again. The API works as it is.</p></html>\n";

static const PulseWebAsset assets[] = {
    {"index.html", "text/html; charset=utf-8", "\"not-built\"", (const unsigned char *)not_built, sizeof not_built - 1, NULL, 0},
};
#define PULSE_WEB_ASSETS_BUILT false
#endif

size_t pulse_web_asset_count(void) { return sizeof assets / sizeof assets[0]; }

const PulseWebAsset *pulse_web_asset(size_t index) { return index < pulse_web_asset_count() ? &assets[index] : NULL; }

bool pulse_web_assets_built(void) { return PULSE_WEB_ASSETS_BUILT; }
