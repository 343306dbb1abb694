package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.run.Diagnosis.Check;
import dev.holdfast.fleet.run.Diagnosis.Grade;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Examines the passphrase and the kept key of one target, without asking any host.
final class KeyExamination {
  private static final String PASSPHRASE = "passphrase";

  private final RunContext context;

  KeyExamination(RunContext context) {
    this.context = context;
  }

  List<Check> checks() {
    var checks = new ArrayList<Check>();
    var repository = context.target().repository();
    var target = context.target().name();
    repository
        .key()
        .filter(ref -> new Escrow(context).kept().isEmpty())
        .ifPresent(ref ->
            checks.add(
                notice(
                    "kept key",
                    "no copy of the repository's key is in " + ref,
                    "holdfast init " + target + " keeps one")));
    if (repository.passphrase().map(SecretSlot::pending).filter(this::isThere).isPresent()) {
      checks.add(
          notice(
              PASSPHRASE, "a new one was begun and is pending", "holdfast key rotate " + target));
    }
    if (ConfiguredAction.frequency(Action.ROTATE, context.target()) instanceof Frequency.Every) {
      due(target).ifPresent(checks::add);
    }
    return checks;
  }

  private Optional<Check> due(String target) {
    var now = context.log().now();
    return new DueTargets(context.ports())
        .from(Action.ROTATE, context.target(), now)
        .map(from ->
            now.isBefore(from)
                ? new Check(Grade.GOOD, PASSPHRASE, "need not be changed before " + from, "")
                : notice(
                    PASSPHRASE,
                    "should be changed since " + from,
                    "holdfast key rotate " + target));
  }

  private boolean isThere(SecretRef ref) {
    var found = context.ports().secrets().find(ref);
    found.ifPresent(Secret::close);
    return found.isPresent();
  }

  private static Check notice(String subject, String sentence, String fix) {
    return new Check(Grade.NOTICE, subject, sentence, fix);
  }
}
