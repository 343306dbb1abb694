package dev.holdfast.app;

import dev.holdfast.borg.key.PaperKey;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.Due;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.remote.ssh.SshLoginKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "key",
    header = "Change passphrases, take keys out of the secret store, put them back.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast key rotate web1              a new passphrase; the same command goes on if it was cut",
      "  holdfast key rotate --due --dry-run   whose passphrase is too old",
      "  holdfast key rotate --all",
      "  holdfast key rotate --ssh web1        a new login key, on every host that the old one enters",
      "  holdfast key export web1 --paper      to be printed and locked away",
      "  holdfast key restore web1             the repository has lost its key: show, then ask"
    })
final class KeyCommand {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Command(
      name = "rotate",
      header = "Give the keys of repositories new passphrases.",
      description = {
        "A new passphrase is kept as pending, the key is locked by it, put into the repository, read",
        "back and opened; then it takes the place of the old one, which stays as an older version. A",
        "run that was cut short at any point is finished by the same command.",
        "",
        "The key itself does not change: whoever has had it keeps it. A target that was taken over",
        "needs a new repository."
      },
      footer = {
        "",
        "Examples:",
        "  holdfast key rotate web1",
        "  holdfast key rotate --due --dry-run",
        "  holdfast key rotate --all",
        "  holdfast key rotate --ssh web1"
      })
  int rotate(
      @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Whose passphrases.")
          @Nullable List<String> names,
      @Option(
              names = "--ssh",
              description = "The keys by which the controller logs in, of one target.")
          boolean ssh,
      @Option(names = "--all", description = "All targets.") boolean all,
      @Option(
              names = "--due",
              description = "Those whose passphrase is older than actions.rotate says.")
          boolean due,
      @Option(names = "--dry-run", description = "Print what would be done and change nothing.")
          boolean dryRun) {
    var named = names == null ? List.<String>of() : names;
    if (ssh) {
      return rotateLogin(named, all || due || dryRun);
    }
    if ((named.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (due ? 1 : 0) != 1) {
      throw new FleetException(
          ErrorCode.USAGE,
          "key rotate needs to know whose passphrase to change",
          "name targets, or give --all or --due");
    }
    try (var assembly = parent.assemble()) {
      var chosen = due ? assembly.keys().due() : Due.named(Action.ROTATE, assembly.targets(named));
      if (dryRun && !chosen.targets().isEmpty()) {
        return assembly.output().actionPlans(assembly.keys().planRotations(chosen.targets()));
      }
      return assembly.runs().execute(chosen, FleetRunner::rotate);
    }
  }

  private int rotateLogin(List<String> names, boolean more) {
    if (names.size() != 1 || more) {
      throw new FleetException(
          ErrorCode.USAGE, "key rotate --ssh needs one target", "holdfast key rotate --ssh TARGET");
    }
    try (var assembly = parent.assemble()) {
      var target = assembly.targets(names).getFirst();
      var keys = new SshLoginKeys(assembly.secrets());
      return assembly.runs().execute(runner -> List.of(runner.rotateLogin(target, keys)));
    }
  }

  @Command(
      name = "export",
      header = "Print the kept key of a repository as borg key export does.",
      description = {
        "The key is locked by its passphrase, which is worth nothing without it: keep both, apart from",
        "the controller and from each other. No host is asked."
      },
      footer = {
        "",
        "Examples:",
        "  holdfast key export web1 --to web1.key",
        "  holdfast key export web1 --paper | lpr"
      })
  int export(
      @Parameters(paramLabel = "TARGET", description = "Whose repository it is.") String target,
      @Option(names = "--paper", description = "Lines with checksums, to be typed again.")
          boolean paper,
      @Option(names = "--to", paramLabel = "FILE", description = "Write a private file instead.")
          @Nullable Path file) {
    try (var assembly = parent.assemble()) {
      var key = assembly.keys().export(assembly.targets(List.of(target)).getFirst());
      var text = paper ? PaperKey.text(key) : key.text();
      var output = new KeyOutput(assembly.surroundings().out(), parent.options().json);
      if (file == null) {
        output.key(target, text);
      } else {
        assembly.writePrivate(file, text.getBytes(StandardCharsets.UTF_8));
        output.written(target, file.toString());
      }
      return ExitCodes.SUCCESS;
    }
  }

  @Command(
      name = "restore",
      header = "Put the kept key back into a repository that has lost it or holds another.",
      description = {
        "For the modes whose key lies in the repository. The kept key must open with the passphrase and",
        "prove the repository's list of archives; nothing but the key is written. Shows its plan, and",
        "asks."
      },
      footer = {
        "",
        "Examples:",
        "  holdfast key restore web1 --dry-run",
        "  holdfast key restore web1"
      })
  int restore(
      @Parameters(paramLabel = "TARGET", description = "Whose repository it is.") String target,
      @Option(names = "--dry-run", description = "Show the plan and change nothing.")
          boolean dryRun,
      @Option(names = "--yes", description = "Do it without being asked.") boolean yes) {
    try (var assembly = parent.assemble()) {
      var surroundings = assembly.surroundings();
      var output = new KeyOutput(surroundings.out(), parent.options().json);
      var plan = assembly.keys().planRestore(assembly.targets(List.of(target)).getFirst());
      output.restore(plan);
      if (!plan.needed() || dryRun) {
        return ExitCodes.SUCCESS;
      }
      if (!yes && !surroundings.confirms("Do this? Type yes: ")) {
        throw new FleetException(
            ErrorCode.NOT_CONFIRMED,
            "the repository of " + target + " is as before: nobody agreed to the plan",
            "holdfast key restore " + target + " --yes");
      }
      assembly.keys().restore(plan);
      output.restored(target);
      return ExitCodes.SUCCESS;
    }
  }
}
