package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "findings",
    header = "List what a person should look at; close what was dealt with.",
    description = {
      "A finding is something wrong that a run or an audit has seen. It stays open until somebody",
      "closes it with a reason, which the ledger keeps as well.",
      "",
      "Exit codes: 0 none is open, 1 some are, 9 the ledger is broken or does not know a target."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast findings",
      "  holdfast findings web1 --json",
      "  holdfast findings --close web1#17 --reason 'reinstalled web1, new repository'"
    })
final class FindingsCommand implements Callable<Integer> {
  private static final Pattern ADDRESS = Pattern.compile("(.+)#([0-9]{1,18})");

  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none is named.")
  private List<String> targets = List.of();

  @Option(
      names = "--close",
      paramLabel = "TARGET#NUMBER",
      description = "Close this finding; may be given several times.")
  private List<String> closing = List.of();

  @Option(names = "--reason", description = "Why it may be closed; needed for --close.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      if (!closing.isEmpty()) {
        close(assembly);
        return ExitCodes.SUCCESS;
      }
      var open = assembly.ledger().findings(assembly.targets(targets));
      return new LedgerOutput(assembly.surroundings().out(), parent.options().json).findings(open);
    }
  }

  private void close(Assembly assembly) {
    var why = Reasons.required(reason, "holdfast findings --close TARGET#NUMBER --reason TEXT");
    for (var address : closing) {
      var parts = ADDRESS.matcher(address);
      if (!parts.matches()) {
        throw new FleetException(
            ErrorCode.USAGE,
            "'" + address + "' is not TARGET#NUMBER",
            "holdfast findings lists the open ones");
      }
      var target = assembly.targets(List.of(parts.group(1))).getFirst();
      assembly
          .ledger()
          .close(target, Long.parseLong(parts.group(2)), assembly.surroundings().user(), why);
      assembly.surroundings().out().println(address + " is closed");
    }
  }
}
