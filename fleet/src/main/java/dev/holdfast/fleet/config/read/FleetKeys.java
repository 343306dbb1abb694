package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Located;
import dev.holdfast.fleet.config.shape.Named;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import java.util.SequencedMap;

/// The outermost table of a configuration.
final class FleetKeys {

  static final Key<String> AGE_STORE =
      Key.of(
          "store",
          SharedShapes.SOME,
          "The encrypted file; default secrets.age beside the configuration.");
  static final Key<String> AGE_IDENTITY =
      Key.of(
          "identity", SharedShapes.SOME, "The file that opens it; default identity.txt beside it.");
  static final Section AGE_SECTION = Section.of(AGE_STORE, AGE_IDENTITY);
  static final Key<Fields> AGE =
      Key.of("age", Shapes.table(AGE_SECTION), "The embedded secret store.");
  static final Key<Fields> VAULT =
      Key.of("vault", Shapes.table(VaultKeys.SECTION), "A HashiCorp Vault or OpenBao server.");
  static final Section SECRETS_SECTION = Section.of(AGE, VAULT);

  static final Key<Integer> VERSION =
      Key.of("version", Shapes.whole(1, 1), "Version of this format: 1.");
  static final Key<Fields> SECRETS =
      Key.of("secrets", Shapes.table(SECRETS_SECTION), "Where secrets are kept.");
  static final Key<String> STATE_DIRECTORY =
      Key.of("state_directory", SharedShapes.SOME, "Where the controller keeps its records.");
  static final Key<Fields> LEDGER =
      Key.of("ledger", Shapes.table(LedgerKeys.SECTION), "Where the ledger is kept.");
  static final Key<Fields> LIMITS =
      Key.of("limits", Shapes.table(LimitKeys.SECTION), "Upper bounds of what could grow or wait.");
  static final Key<Fields> DEFAULTS =
      Key.of(
          "defaults", Shapes.table(TargetKeys.GROUP_SECTION), "The group that every target is in.");
  static final Key<SequencedMap<String, Located<Fields>>> POLICIES =
      Key.of("policies", new Named(PolicyKeys.SECTION), "What to back up and how, by name.");
  static final Key<SequencedMap<String, Located<Fields>>> GROUPS =
      Key.of(
          "groups",
          new Named(TargetKeys.GROUP_SECTION),
          "What several targets have in common, by name.");
  static final Key<SequencedMap<String, Located<Fields>>> BASTIONS =
      Key.of("bastions", new Named(EndpointKeys.SECTION), "Jump hosts, by name.");
  static final Key<SequencedMap<String, Located<Fields>>> REPOSITORY_HOSTS =
      Key.of(
          "repository_hosts",
          new Named(RepositoryKeys.HOST_SECTION),
          "Where borg serve runs, by name.");
  static final Key<SequencedMap<String, Located<Fields>>> TARGETS =
      Key.of(
          "targets",
          new Named(TargetKeys.TARGET_SECTION),
          "The machines to be backed up, by name.");
  static final Section SECTION =
      Section.of(
          VERSION,
          SECRETS,
          STATE_DIRECTORY,
          LEDGER,
          EndpointKeys.KNOWN_HOSTS,
          EndpointKeys.KNOWN_HOSTS_FILE,
          LIMITS,
          DEFAULTS,
          POLICIES,
          GROUPS,
          BASTIONS,
          REPOSITORY_HOSTS,
          TARGETS);

  private FleetKeys() {}
}
