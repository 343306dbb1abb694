package dev.holdfast.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "vault",
    header = "Prepare Vault or OpenBao for this fleet, and check what the login may do.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VaultSetupCommand.class, VaultCheckCommand.class},
    footer = {
      "",
      "Examples:",
      "  bao login && holdfast vault setup          shows policies, role and calls; changes nothing",
      "  holdfast vault setup --yes --cidr 10.1.2.3/32",
      "  holdfast vault setup web1 --role-per-target --yes --cidr 10.1.2.7/32",
      "  holdfast vault check                       as the controller itself"
    })
final class VaultCommand {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  Assembly assemble() {
    return parent.assemble();
  }
}
