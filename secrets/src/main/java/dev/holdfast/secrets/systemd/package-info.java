/// Credentials that systemd hands to a service. It must not read outside their directory.
@NullMarked
package dev.holdfast.secrets.systemd;

import org.jspecify.annotations.NullMarked;
