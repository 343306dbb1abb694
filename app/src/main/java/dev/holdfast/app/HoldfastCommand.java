package dev.holdfast.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "holdfast",
    versionProvider = Version.class,
    header = "Backs a fleet up with BorgBackup, and lets history only grow.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      InitCommand.class,
      BackupCommand.class,
      ListCommand.class,
      PruneCommand.class,
      CompactCommand.class,
      CheckCommand.class,
      RestoreCommand.class,
      DoctorCommand.class,
      FindingsCommand.class,
      AuditCommand.class,
      HoldCommand.class,
      LedgerCommand.class,
      RewindCommand.class,
      ConfigCommand.class,
      SecretCommand.class,
      KeyCommand.class,
      ExecCommand.class,
      VaultCommand.class,
      RecoveryKitCommand.class,
      ImportCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  holdfast config validate       check the configuration, all errors at once",
      "  holdfast init                  create the repositories",
      "  holdfast backup                back everything up",
      "  holdfast list web1             what is there",
      "  holdfast findings              what a person should look at",
      "  holdfast restore web1::latest /etc --to /tmp/etc",
      "  holdfast help restore          what a command does; so does restore --help",
      "",
      "Exit codes: 0 done, 1 done with warnings, 2 wrong usage, 3 configuration, 4 secret,",
      "5 host, 6 borg or repository, 7 refused by the guard, 8 deadline, 9 ledger, 70 bug,",
      "130 interrupted. Those of holdfast exec are its command's."
    })
final class HoldfastCommand {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  boolean version;

  @Mixin private GlobalOptions options = new GlobalOptions();

  /// What was said on the command line for all commands.
  GlobalOptions options() {
    return options;
  }

  /// Reads the configuration and puts the product together.
  Assembly assemble() {
    return Assembly.open(options);
  }
}
