#ifndef PULSE_CWEBASSETS_H
#define PULSE_CWEBASSETS_H

#include <stdbool.h>
#include <stddef.h>

/// One file of the web page, embedded when Pulse was built. Everything it points to lives as long as the process.
typedef struct {
    /// Relative to the page, without a leading slash: `index.html`, `app.js`.
    const char *path;
    const char *contentType;
    /// A strong entity tag with its quotes; changes with the bytes.
    const char *etag;
    const unsigned char *bytes;
    size_t length;
    /// The same file compressed by gzip. NULL and 0 where compression gains nothing.
    const unsigned char *gzipBytes;
    size_t gzipLength;
} PulseWebAsset;

/// At least 1: `index.html` is always there, if only to say how to build the others.
size_t pulse_web_asset_count(void);

/// The asset at an index below `pulse_web_asset_count()`; NULL at any other.
const PulseWebAsset *pulse_web_asset(size_t index);

/// False when this program was compiled without the bundle; `index.html` then says "run make web".
bool pulse_web_assets_built(void);

#endif
