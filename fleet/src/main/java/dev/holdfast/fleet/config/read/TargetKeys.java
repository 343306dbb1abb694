package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import java.util.List;

/// What is said of a target or a group of them.
final class TargetKeys {

  static final Key<Fields> REPOSITORY =
      Key.of("repository", Shapes.table(RepositoryKeys.SECTION), "Where the archives go.");
  static final Key<List<String>> BORG =
      Key.of(
          "borg",
          new BorgCommand(),
          "The words that start borg on the target, for example sudo -n borg; default borg.");
  static final Key<String> POLICY = Key.of("policy", SharedShapes.NAME, "Name of a policy.");
  static final Key<String> GROUP = Key.of("group", SharedShapes.NAME, "Name of a group.");
  static final Section GROUP_SECTION =
      PolicyKeys.SECTION.after(
          POLICY,
          EndpointKeys.PORT,
          EndpointKeys.USER,
          EndpointKeys.KEY,
          EndpointKeys.KEY_PASSPHRASE,
          EndpointKeys.CERTIFICATE,
          EndpointKeys.CERTIFICATE_FILE,
          EndpointKeys.KNOWN_HOSTS,
          EndpointKeys.KNOWN_HOSTS_FILE,
          EndpointKeys.JUMP,
          BORG,
          REPOSITORY,
          ExecKeys.EXEC);
  static final Section TARGET_SECTION =
      GROUP_SECTION.after(EndpointKeys.LOCAL, EndpointKeys.HOST, GROUP);

  private TargetKeys() {}
}
