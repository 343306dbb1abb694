package dev.holdfast.remote.ssh;

import java.util.List;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/// Tells each session's [Handshake] what happens.
final class HandshakeListener implements SessionListener {
  @Override
  public void sessionCreated(Session session) {
    var handshake = of(session);
    if (handshake != null) {
      handshake.prepare(session);
    }
  }

  @Override
  public void sessionPeerIdentificationReceived(
      Session session, String version, List<String> extraLines) {
    var handshake = of(session);
    if (handshake != null) {
      handshake.noteIdentified();
    }
  }

  @Override
  public void sessionNegotiationStart(
      Session session,
      Map<KexProposalOption, String> client,
      Map<KexProposalOption, String> server) {
    var handshake = of(session);
    if (handshake != null) {
      handshake.nameHost(session);
    }
  }

  @Override
  public void sessionException(Session session, Throwable cause) {
    var handshake = of(session);
    if (handshake != null) {
      handshake.noteFailure(cause);
    }
  }

  @Override
  public void sessionDisconnect(
      Session session, int reason, String words, String language, boolean initiator) {
    var handshake = of(session);
    if (handshake != null && !initiator) {
      handshake.noteFarewell(words);
    }
  }

  private static @Nullable Handshake of(Session session) {
    var context = session instanceof ClientSession client ? client.getConnectionContext() : null;
    return context == null ? null : context.getAttribute(Handshake.KEY);
  }
}
