package dev.holdfast.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.fleet.run.PrunePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One target of `holdfast prune --dry-run --json`; the shape is documented in `docs/user/json.md`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record PrunePlanJson(
    String target,
    List<Archive> archives,
    List<String> warnings,
    @Nullable String waits,
    @Nullable String code,
    @Nullable String message,
    @Nullable String next) {
  /// One archive, newest first; the time is that of receipt.
  record Archive(String name, String id, String received, boolean kept, String reason) {}

  static PrunePlanJson of(PrunePlan plan) {
    var archives =
        plan.archives().stream()
            .map(line ->
                new Archive(
                    line.name(), line.id(), line.received().toString(), line.kept(), line.reason()))
            .toList();
    return plan.failure()
        .map(failure ->
            new PrunePlanJson(
                plan.target(),
                archives,
                plan.warnings(),
                null,
                failure.code().id(),
                failure.sentence(),
                failure.nextStep()))
        .orElseGet(() ->
            new PrunePlanJson(
                plan.target(),
                archives,
                plan.warnings(),
                plan.waits().orElse(null),
                null,
                null,
                null));
  }
}
