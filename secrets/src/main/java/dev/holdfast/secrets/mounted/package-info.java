/// Secrets that systemd or a container's runtime has mounted. It must not write one, nor read
/// outside their directory.
@NullMarked
package dev.holdfast.secrets.mounted;

import org.jspecify.annotations.NullMarked;
