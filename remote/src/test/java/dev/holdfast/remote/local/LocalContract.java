package dev.holdfast.remote.local;

import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.SingleUseSocketContract;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.shell.Tool;
import java.util.EnumSet;

abstract class LocalContract extends SingleUseSocketContract {
  private final Tool tool;

  LocalContract(Tool tool) {
    this.tool = tool;
  }

  @Override
  protected HostConnection connect() {
    return new LocalConnection("here", new SocketWays(true, EnumSet.of(tool)), Surroundings.real());
  }

  @Override
  protected String expectedMechanism() {
    return "local";
  }
}
