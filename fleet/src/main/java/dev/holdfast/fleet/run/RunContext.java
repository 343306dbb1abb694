package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Target;

/// What one run works with.
///
/// @param target whose run it is
/// @param limits upper bounds
/// @param ports what comes from outside
/// @param scope what the run has open
/// @param log where it tells what happens
record RunContext(Target target, Limits limits, RunPorts ports, RunScope scope, RunLog log) {}
