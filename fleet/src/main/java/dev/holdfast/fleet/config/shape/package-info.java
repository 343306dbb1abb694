/// What a key of a configuration may hold: typed keys in sections, from which both the reader and
/// the JSON Schema come, so that they cannot drift. It must not know any particular key.
@NullMarked
package dev.holdfast.fleet.config.shape;

import org.jspecify.annotations.NullMarked;
