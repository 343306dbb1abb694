package dev.holdfast.fleet.run;

import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.run.Diagnosis.Check;
import dev.holdfast.fleet.run.Diagnosis.Grade;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Examines one target: what a backup of it would need, looked at one by one. Changes nothing.
final class Examination {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SKEW_SECONDS_MAX = 60;
  private static final long FREE_KIB_MIN = 1 << 20;

  /// Prints, for each argument, whether it can be read; names are never printed, so they may hold
  /// anything.
  private static final String RIGHTS =
      "for p; do if [ ! -e \"$p\" ]; then echo missing; elif [ -r \"$p\" ]; then echo readable;"
          + " else echo closed; fi; done";

  /// Seconds since 1970, then the free space in KiB of the file system that holds the argument or
  /// its nearest parent that exists.
  private static final String CLOCK_AND_SPACE =
      "date +%s; p=${1:-$HOME}; while [ ! -e \"$p\" ]; do p=$(dirname \"$p\"); done;"
          + " df -Pk \"$p\" | awk 'NR==2 {print $4}'";

  private final RunContext context;
  private final List<Check> checks = new ArrayList<>();

  Examination(RunContext context) {
    this.context = context;
  }

  Diagnosis examine() {
    var target = context.target();
    var host = target.repository().host();
    secrets();
    var connections = new Connections(context);
    var toHost = connections.to(host.endpoint());
    var toTarget = connections.to(target.endpoint());
    tried(
        "ssh to " + target.name(),
        () -> examineTarget(connections.ready(toTarget, target.endpoint())));
    tried("ssh to " + host.name(), () -> examineHost(connections.ready(toHost, host.endpoint())));
    tried("kept key", () -> checks.addAll(new KeyExamination(context).checks()));
    return new Diagnosis(target.name(), checks);
  }

  /// Opens every reference, each on its own, so that all that fail are told at once.
  private void secrets() {
    var target = context.target();
    var opened = 0;
    for (var ref : SecretRefs.of(List.of(target))) {
      var mayBeMissing = target.repository().key().filter(ref::equals).isPresent();
      var before = checks.size();
      tried("secret " + ref, () -> open(ref, mayBeMissing));
      opened += checks.size() == before ? 1 : 0;
    }
    for (var ref : SecretRefs.ofExec(List.of(target))) {
      var before = checks.size();
      tried("secret " + ref + " of exec", () -> context.ports().secrets().open(ref).close());
      opened += checks.size() == before ? 1 : 0;
    }
    if (opened > 0) {
      good("secrets", opened + " references can be opened");
    }
  }

  /// The controller's copy of a key comes with `holdfast init`, and not every repository has one.
  private void open(SecretRef ref, boolean mayBeMissing) {
    var secrets = context.ports().secrets();
    if (mayBeMissing) {
      secrets.find(ref).ifPresent(Secret::close);
    } else {
      secrets.open(ref).close();
    }
  }

  private void examineTarget(HostConnection client) {
    var target = context.target();
    good("ssh to " + target.name(), "connected, host key as pinned");
    tried(
        "borg on " + target.name(),
        () -> borgVersion(client, target.name(), version(client, target.borg())));
    tried("clock and space of " + target.name(), () -> clockAndSpace(client, target.name()));
    tried("sources", () -> rights(client));
    tried("single-use socket", () -> socket(client));
  }

  private void examineHost(HostConnection host) {
    var repository = context.target().repository();
    good("ssh to " + repository.host().name(), "connected, host key as pinned");
    tried("repository", () -> repositoryOpens(host));
    tried("space of " + repository.host().name(), () -> space(host));
  }

  private void repositoryOpens(HostConnection host) {
    var reader = new RepositoryReading(context, host);
    var secrets = RepositorySecrets.open(context);
    var shown = reader.shown(secrets);
    var archives = shown.manifest().complete().size();
    good("repository", "exists, the passphrase opens it, " + Counted.of(archives, "archive"));
    tried("ledger", () -> ledger(shown));
  }

  private void ledger(Shown shown) {
    var state = context.ledger().state();
    if (state.identity().isEmpty()) {
      notice(
          "ledger",
          "it does not know the repository",
          "holdfast ledger rebuild " + context.target().name());
      return;
    }
    var differences = Comparison.of(state, shown, context.log().now()).differences();
    if (differences.isEmpty()) {
      good("ledger", "the repository is what it says");
    } else {
      bad(
          "ledger",
          "the repository is not what it says: " + differences.getFirst().what(),
          "holdfast audit " + context.target().name());
    }
    if (!state.findings().isEmpty()) {
      notice(
          "findings",
          state.findings().size() + " are open",
          "holdfast findings " + context.target().name());
    }
  }

  private void space(HostConnection host) {
    var repository = context.target().repository();
    var said = run(host, Command.script(CLOCK_AND_SPACE, List.of(repository.path())));
    var lines = said.output().lines().toList();
    if (!said.succeeded() || lines.size() < 2) {
      notice(
          "space of " + repository.host().name(),
          "it runs no command but borg, so free space is not known",
          "watch the space there by other means");
      return;
    }
    freeSpace("space of " + repository.host().name(), lines.get(1));
  }

  private ShortCommand.Said version(HostConnection host, List<String> borg) {
    return run(host, BorgWords.client(borg, List.of("--version"), Map.of()));
  }

  private void borgVersion(HostConnection host, String name, ShortCommand.Said said) {
    var version = BorgVersionLine.parse(said.output());
    if (!said.succeeded() || version.isEmpty()) {
      bad(
          "borg on " + name,
          "cannot be started: " + (said.errors() + said.output()).strip(),
          "install borgbackup on " + host.name() + ", or set `borg` of " + name + " to its path");
      return;
    }
    var holes = version.get().holes();
    if (holes.isEmpty()) {
      good("borg on " + name, "version " + version.get());
    } else {
      notice(
          "borg on " + name,
          "version " + version.get() + ": " + holes,
          "install a newer borgbackup");
    }
  }

  private void clockAndSpace(HostConnection client, String name) {
    var said = run(client, Command.script(CLOCK_AND_SPACE, List.of()));
    var lines = said.output().lines().toList();
    if (lines.size() < 2) {
      bad("clock of " + name, "no answer: " + said.errors().strip(), "log in there and look");
      return;
    }
    var skew = Math.abs(Long.parseLong(lines.get(0)) - context.log().now().getEpochSecond());
    if (skew > SKEW_SECONDS_MAX) {
      bad(
          "clock of " + name,
          "differs from the controller's by " + skew + " s",
          "set up time synchronisation (chrony or systemd-timesyncd) on both");
    } else {
      good("clock of " + name, "agrees with the controller's");
    }
    freeSpace("space for borg's cache on " + name, lines.get(1));
  }

  private void freeSpace(String subject, String kib) {
    var free = Long.parseLong(kib.strip());
    if (free < FREE_KIB_MIN) {
      bad(subject, "only " + free / 1024 + " MiB are free", "free some space");
    } else {
      good(subject, free / 1024 / 1024 + " GiB are free");
    }
  }

  private void rights(HostConnection client) {
    var target = context.target();
    var sources = target.policy().sources();
    var words = new ArrayList<>(target.borg().subList(0, target.borg().size() - 1));
    words.addAll(Command.script(RIGHTS, sources).words());
    var lines = run(client, new Command(words, Map.of())).output().lines().toList();
    for (int i = 0; i < sources.size(); i++) {
      var seen = i < lines.size() ? lines.get(i) : "not seen";
      switch (seen) {
        case "readable" -> good("source " + sources.get(i), "can be read");
        case "missing" ->
            bad(
                "source " + sources.get(i),
                "does not exist on " + target.name(),
                "correct `sources` of " + target.name());
        default ->
            bad(
                "source " + sources.get(i),
                "cannot be read by the login user",
                "let borg run as root: borg: [sudo, -n, borg]");
      }
    }
  }

  private void socket(HostConnection client) {
    try (var socket = client.deliverSocket(context.limits().socketDeadline())) {
      good("single-use socket", "delivered by " + socket.mechanism());
    }
  }

  private ShortCommand.Said run(HostConnection host, Command command) {
    return ShortCommand.run(context.scope(), host, command, PATIENCE);
  }

  /// A check that fails is a finding of its own; the others go on.
  private void tried(String subject, Runnable check) {
    try {
      check.run();
    } catch (NumberFormatException e) {
      bad(subject, "gave an answer that is no number: " + e.getMessage(), "log in there and look");
    } catch (RuntimeException e) {
      var failure = Outcomes.failed(e);
      bad(subject, failure.code().id() + " " + failure.sentence(), failure.nextStep());
    }
  }

  private void good(String subject, String sentence) {
    checks.add(new Check(Grade.GOOD, subject, sentence, ""));
  }

  private void notice(String subject, String sentence, String fix) {
    checks.add(new Check(Grade.NOTICE, subject, sentence, fix));
  }

  private void bad(String subject, String sentence, String fix) {
    checks.add(new Check(Grade.BAD, subject, sentence, fix));
  }
}
