package dev.holdfast.app;

import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.run.Diagnosis;
import dev.holdfast.fleet.run.Diagnosis.Check;
import dev.holdfast.fleet.run.Diagnosis.Grade;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.secrets.ntfy.NtfyServer;
import java.util.Collection;
import java.util.Optional;

/// Sees whether the message of a command would arrive: a backup goes well without it, and nobody
/// hears if one does not.
final class NtfyExamination {
  private static final String SUBJECT = "ntfy";

  private final Secrets secrets;

  NtfyExamination(Secrets secrets) {
    this.secrets = secrets;
  }

  /// Adds a check, if something is said of ntfy.
  ///
  /// @param targets the diagnosed one is among them
  Diagnosis complete(Diagnosis diagnosis, Collection<Target> targets) {
    return targets.stream()
        .filter(target -> target.name().equals(diagnosis.target()))
        .findFirst()
        .flatMap(target -> check(target.exec().ntfy()))
        .map(diagnosis::with)
        .orElse(diagnosis);
  }

  private Optional<Check> check(ExecEnvironment.Ntfy ntfy) {
    if (ntfy.server().isPresent() && ntfy.token().isPresent()) {
      try (var token = secrets.open(ntfy.token().get())) {
        new NtfyServer(ntfy.server().get()).requireKnown(token);
        return Optional.of(
            new Check(Grade.GOOD, SUBJECT, ntfy.server().get() + " knows the token", ""));
      } catch (SecretException e) {
        return Optional.of(notice(String.valueOf(e.getMessage()), e.nextStep()));
      }
    }
    if (ntfy.server().isPresent() || ntfy.token().isPresent()) {
      return Optional.of(
          notice(
              "its token cannot be tried without both a server and a token",
              "write ntfy_server and ntfy_token under exec, or neither"));
    }
    return Optional.empty();
  }

  private static Check notice(String sentence, String fix) {
    return new Check(Grade.NOTICE, SUBJECT, sentence, fix);
  }
}
