package dev.holdfast.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.fleet.run.ActionPlan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One target of `holdfast compact|check --dry-run --json`; the shape is documented in
/// `docs/user/json.md`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ActionPlanJson(
    String target,
    String action,
    boolean acts,
    String message,
    @Nullable String code,
    @Nullable String next) {
  static ActionPlanJson of(ActionPlan plan) {
    var action = plan.action().name().toLowerCase(Locale.ROOT);
    return plan.failure()
        .map(failure ->
            new ActionPlanJson(
                plan.target(),
                action,
                false,
                failure.sentence(),
                failure.code().id(),
                failure.nextStep()))
        .orElseGet(() ->
            new ActionPlanJson(plan.target(), action, plan.acts(), plan.sentence(), null, null));
  }
}
