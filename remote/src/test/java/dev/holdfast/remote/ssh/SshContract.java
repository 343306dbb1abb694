package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.SingleUseSocketContract;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.shell.Tool;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract against a real sshd, for each way to carry a socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SshContract extends SingleUseSocketContract {
  private final SshLab lab = new SshLab();
  private final boolean streamLocal;
  private final Tool tool;
  private ThrowawaySshd sshd;
  private SshKeyFile key;
  private SshConnector connector;

  SshContract(boolean streamLocal, Tool tool) {
    this.streamLocal = streamLocal;
    this.tool = tool;
  }

  @BeforeAll
  final void startServer(@TempDir Path directory) {
    key = SshKeyFile.generate(directory.resolve("key"));
    var allowed = streamLocal ? "yes" : "no";
    var setup = SshdSetup.letting(key.publicLine()).line("AllowStreamLocalForwarding " + allowed);
    sshd = ThrowawaySshd.start(directory.resolve("sshd"), setup);
    connector = lab.connector(Limits.defaults(), new SocketWays(true, EnumSet.of(tool)));
  }

  @AfterAll
  final void stopServer() {
    connector.close();
    sshd.close();
  }

  @Override
  protected HostConnection connect() {
    return connector.connect(lab.endpoint(sshd, key));
  }

  @Override
  protected String expectedMechanism() {
    return streamLocal ? "streamlocal" : tool.label();
  }
}
