package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.PaperKey;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.wire.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Types a paper key into borg as a person would: `borg key import --paper`, for a scratch
/// repository of the same mode and id in a directory of its own, which is gone afterwards.
final class PaperImport {
  /// Borg derives a key twice, slowly on purpose.
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private static final String TITLE = "BORG PAPER KEY v1\n";

  // The scratch repository's first key must not be taken for the imported one, so it is removed.
  private static final String SCRIPT =
      """
      set -eu
      umask 077
      d=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-kit.XXXXXX")
      trap 'rm -rf "$d"' EXIT
      trap 'exit 1' HUP INT TERM
      export BORG_BASE_DIR="$d/base" BORG_PASSPHRASE=scratch
      borg init --encryption "$1" "$d/scratch" >/dev/null 2>"$d/said" || { cat "$d/said" >&2; exit 1; }
      sed -i -e "s/^id = .*/id = $2/" -e '/^key = /,$d' "$d/scratch/config"
      rm -rf "$d/base"
      borg key import --paper "$d/scratch" >"$d/said" || { cat "$d/said" >&2; exit 1; }
      borg key export "$d/scratch" || { cat "$d/said" >&2; exit 1; }
      """;

  private final RunContext context;
  private final HostConnection controller;

  PaperImport(RunContext context, HostConnection controller) {
    this.context = context;
    this.controller = controller;
  }

  /// The key as borg understood it.
  ///
  /// @param lines from the one that starts with `id:`
  /// @throws FleetException if borg does not take them
  KeyText key(List<String> lines, Encryption encryption, ObjectId repository) {
    try {
      // First by ourselves, because we can say which line is wrong.
      var read = PaperKey.parse(TITLE + String.join("\n", lines), repository);
      var imported = imported(lines, encryption, repository);
      if (!imported.blob().fingerprint().equals(read.blob().fingerprint())) {
        throw refused("it took another key");
      }
      return imported;
    } catch (RefusedException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private KeyText imported(List<String> lines, Encryption encryption, ObjectId repository)
      throws RefusedException {
    var arguments = List.of("-c", SCRIPT, "sh", encryption.borgName(), repository.hex());
    var typist = BorgWords.client(List.of("sh"), arguments, Map.of());
    try (var running = controller.start(typist)) {
      var output = new LastLines();
      var errors = new LastLines();
      var heard = context.scope().fork(() -> output.drained(running.output()));
      var complaints = context.scope().fork(() -> errors.drained(running.errors()));
      type(lines, running.input());
      var exit = running.await(DEADLINE);
      var said = RunScope.await(complaints, DEADLINE, "the words of borg key import").text();
      var text = RunScope.await(heard, DEADLINE, "the key that borg imported").text();
      if (!exit.equals(new ExitStatus.Exited(0))) {
        throw refused(said);
      }
      return KeyText.parse(text);
    }
  }

  /// As somebody types who reads the lines aloud: their numbers are borg's prompts.
  private static void type(List<String> lines, ByteSink input) {
    var typed = new StringBuilder();
    lines.forEach(line -> typed.append(line.substring(line.indexOf(':') + 1).strip()).append('\n'));
    try {
      input.write(ByteBuffer.wrap(typed.toString().getBytes(StandardCharsets.US_ASCII)));
      input.end();
    } catch (IOException _) {
      // It ended before it had read everything: its exit status tells.
    }
  }

  private FleetException refused(String said) {
    var last = said.strip().lines().reduce((_, line) -> line).orElse("it gave no key back");
    return new FleetException(
        ErrorCode.KIT_USELESS,
        "borg cannot take the paper key of " + context.target().name() + ": " + last,
        "make a new page: holdfast recovery-kit " + context.target().name() + " --to DIR");
  }
}
