/// The configuration of a fleet: hosts, targets and policies, parsed into checked records. It must
/// not read files itself or reach any host.
@NullMarked
package dev.holdfast.fleet.config;

import org.jspecify.annotations.NullMarked;
