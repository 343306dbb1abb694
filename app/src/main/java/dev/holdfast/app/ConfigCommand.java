package dev.holdfast.app;

import dev.holdfast.fleet.config.read.FleetSchema;
import dev.holdfast.fleet.config.show.FleetRendering;
import dev.holdfast.fleet.run.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "config",
    header = "Check, show and describe the configuration.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast config validate --config fleet.yaml",
      "  holdfast config show | less",
      "  holdfast config schema >fleet.schema.json"
    })
final class ConfigCommand {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Command(
      name = "validate",
      header = "Check the configuration; all errors at once, each with its place.",
      footer = {
        "",
        "Examples:",
        "  holdfast config validate",
        "  holdfast --config fleet.yaml config validate",
        "  holdfast config validate --config - <fleet.toml"
      })
  int validate() {
    try (var assembly = parent.assemble()) {
      var fleet = assembly.fleet();
      fleet.settings().notes().forEach(note -> System.out.println("note: " + note));
      System.out.printf(
          "%s on %s: no errors%n",
          Counted.of(fleet.targets().size(), "target"),
          Counted.of(fleet.repositoryHosts().size(), "repository host"));
      return ExitCodes.SUCCESS;
    }
  }

  @Command(
      name = "show",
      header = "Print the configuration with all defaults, limits and inherited values filled in.",
      footer = {
        "",
        "Examples:",
        "  holdfast config show | less",
        "  holdfast config show --json | jq '.targets.web1'"
      })
  int show() {
    try (var assembly = parent.assemble()) {
      System.out.print(
          parent.options().json
              ? FleetRendering.json(assembly.fleet())
              : FleetRendering.show(assembly.fleet()));
      return ExitCodes.SUCCESS;
    }
  }

  @Command(
      name = "schema",
      header = "Print the JSON Schema of fleet.yaml, for editors.",
      footer = {"", "Examples:", "  holdfast config schema >fleet.schema.json"})
  int schema() {
    System.out.print(FleetSchema.json());
    return ExitCodes.SUCCESS;
  }
}
