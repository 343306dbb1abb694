package dev.holdfast.app;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.ChainHash;
import dev.holdfast.fleet.ledger.Head;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "audit",
    header = "Prove the ledger, and compare it with the repositories.",
    description = {
      "Follows each target's chain of entries from the first to the last, then reads the list of",
      "archives from the repository host and compares: id, mode, key, time and every archive.",
      "A difference is kept as a finding. Nothing else is changed.",
      "",
      "Exit codes: 0 all is as the ledger says, 7 a repository differs, 9 the ledger is broken or",
      "does not know a repository."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast audit",
      "  holdfast audit web1 --json",
      "  holdfast audit --head web1:42:16f4…e2d8   is this noted head still in the chain?"
    })
final class AuditCommand implements Callable<Integer> {
  private static final int HEAD_PARTS = 3;

  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none is named.")
  private List<String> targets = List.of();

  @Option(
      names = "--head",
      paramLabel = "TARGET:SEQUENCE:HASH",
      description = "Only check that a head which was noted elsewhere is in the chain.")
  private List<String> heads = List.of();

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      if (heads.isEmpty()) {
        var reports = assembly.ledger().audit(assembly.targets(targets));
        return new LedgerOutput(assembly.surroundings().out(), parent.options().json)
            .audits(reports);
      }
      for (var head : heads) {
        check(assembly, head);
      }
      return ExitCodes.SUCCESS;
    }
  }

  private static void check(Assembly assembly, String written) {
    var parts = List.of(written.split(":", -1));
    if (parts.size() != HEAD_PARTS) {
      throw malformed(written);
    }
    Target target = assembly.targets(List.of(parts.getFirst())).getFirst();
    Head noted;
    try {
      noted = new Head(Long.parseLong(parts.get(1)), new ChainHash(parts.get(2)));
    } catch (IllegalArgumentException e) {
      throw malformed(written);
    }
    if (!assembly.ledger().contains(target, noted)) {
      throw new FleetException(
          ErrorCode.LEDGER_BROKEN,
          "the ledger of %s has no entry %d with the hash that was noted"
              .formatted(target.name(), noted.sequence()),
          "the ledger was put back, or changed: compare it with a copy");
    }
    assembly
        .surroundings()
        .out()
        .printf("%s: entry %d is as it was noted%n", target.name(), noted.sequence());
  }

  private static FleetException malformed(String written) {
    return new FleetException(
        ErrorCode.USAGE,
        "'" + written + "' is not TARGET:SEQUENCE:HASH",
        "copy it from what holdfast audit has printed");
  }
}
