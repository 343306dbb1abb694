package dev.holdfast.fleet.config.remotely;

import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shape;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.fleet.config.shape.TableList;
import java.util.List;

/// All keys of borg-backup-remotely, whose names may be written in any case.
final class RemotelyKeys {
  private static final Shape<String> PLAIN = Shapes.verbatim();
  private static final Shape<List<String>> PLAINS = Shapes.listOf(PLAIN);

  static final Key<String> HOST = Key.of("Host", PLAIN, "Host, or host:port.");
  static final Key<String> KNOWN_HOST = Key.of("KnownHost", PLAIN, "Its known_hosts line.");
  static final Key<String> PROXY_JUMP_HOST = Key.of("ProxyJumpHost", PLAIN, "Jump host.");
  static final Key<String> PROXY_JUMP_KNOWN_HOST =
      Key.of("ProxyJumpKnownHost", PLAIN, "The jump host's known_hosts line.");
  static final Key<String> USERNAME = Key.of("Username", PLAIN, "Login name on both.");
  static final Key<String> PRIVATE_KEY = Key.of("PrivateKey", PLAIN, "Private key for both.");
  static final Section CONNECTION =
      Section.ignoringCase(
          HOST, KNOWN_HOST, PROXY_JUMP_HOST, PROXY_JUMP_KNOWN_HOST, USERNAME, PRIVATE_KEY);

  static final Key<String> ROOT_DIR = Key.of("RootDir", PLAIN, "Folder of all repositories.");
  static final Key<String> PRUNE_SETTING =
      Key.of("PruneSetting", PLAIN, "Words for borg prune, for all servers.");
  static final Key<Fields> SERVER =
      Key.of("Server", Shapes.table(CONNECTION), "The repository host.");
  static final Section BORG = Section.ignoringCase(ROOT_DIR, PRUNE_SETTING, SERVER);

  static final Key<String> SUB_DIR = Key.of("SubDir", PLAIN, "Repository below RootDir.");
  static final Key<String> PASSPHRASE = Key.of("Passphrase", PLAIN, "Its passphrase.");
  static final Section BORG_TARGET = Section.ignoringCase(SUB_DIR, PASSPHRASE);

  static final Key<String> NAME = Key.of("Name", PLAIN, "Name for messages.");
  static final Key<List<String>> SOURCE_PATHS = Key.of("SourcePaths", PLAINS, "What to back up.");
  static final Key<List<String>> EXCLUDES = Key.of("Excludes", PLAINS, "What not to.");
  static final Key<Fields> TARGET = Key.of("BorgTarget", Shapes.table(BORG_TARGET), "Where to.");
  static final Key<Fields> CONNECTION_OF_SERVER =
      Key.of("Connection", Shapes.table(CONNECTION), "The machine to back up.");
  static final Section SERVER_SECTION =
      Section.ignoringCase(NAME, SOURCE_PATHS, EXCLUDES, TARGET, CONNECTION_OF_SERVER);

  static final Key<Fields> BORG_TABLE = Key.of("Borg", Shapes.table(BORG), "Repositories.");
  static final Key<List<Fields>> SERVERS =
      Key.of("Servers", new TableList(SERVER_SECTION), "Machines to back up.");
  static final Section FILE = Section.ignoringCase(BORG_TABLE, SERVERS);

  private RemotelyKeys() {}
}
