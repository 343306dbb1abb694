package dev.holdfast.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "hold",
    header = "Keep an archive from being dropped, whatever the policy says.",
    description = {
      "No plan of retention drops an archive that is held. Holds and why they were placed and",
      "lifted are kept in the ledger. Without an archive, the holds of the target are listed."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast hold web1",
      "  holdfast hold web1 web1-2026-11-20T02:00:00Z --reason 'before the migration'",
      "  holdfast hold web1 web1-2026-11-20T02:00:00Z --lift --reason 'migration is done'"
    })
final class HoldCommand implements Callable<Integer> {
  private static final String USAGE = "holdfast hold TARGET ARCHIVE --reason TEXT";

  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(index = "0", paramLabel = "TARGET", description = "Whose archive it is.")
  private String target = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "ARCHIVE", description = "Its name.")
  private @Nullable String archive;

  @Option(names = "--lift", description = "Let plans drop it again.")
  private boolean lift;

  @Option(names = "--reason", description = "Why; the ledger keeps it.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(List.of(target)).getFirst();
      var out = assembly.surroundings().out();
      if (archive == null) {
        return new LedgerOutput(out, parent.options().json)
            .holds(target, assembly.ledger().state(chosen));
      }
      var why = Reasons.required(reason, USAGE);
      if (lift) {
        assembly.ledger().lift(chosen, archive, assembly.surroundings().user(), why);
      } else {
        assembly.ledger().hold(chosen, archive, assembly.surroundings().user(), why);
      }
      out.printf("%s::%s is %s%n", target, archive, lift ? "held no more" : "held");
      return ExitCodes.SUCCESS;
    }
  }
}
