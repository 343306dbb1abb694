/// A configuration as a tree in which every value knows its line and column, read from YAML or
/// TOML. It must not know what any key means.
@NullMarked
package dev.holdfast.fleet.config.tree;

import org.jspecify.annotations.NullMarked;
