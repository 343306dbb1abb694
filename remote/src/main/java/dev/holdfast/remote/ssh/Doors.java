package dev.holdfast.remote.ssh;

import dev.holdfast.wire.Duplex;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/// The sockets of one session through which connections may come back, by path.
final class Doors {
  private static final AttributeKey<Doors> KEY = new AttributeKey<>();
  private static final int REFUSALS_MAX = 1000;

  /// Makes channels for connections that come back; sessions without doors refuse all.
  static final ChannelFactory FACTORY =
      new ChannelFactory() {
        @Override
        public String getName() {
          return "forwarded-streamlocal@openssh.com";
        }

        @Override
        public Channel createChannel(Session session) {
          var doors = session.getAttribute(KEY);
          if (doors == null) {
            throw new IllegalStateException("this session never asked for a socket");
          }
          return new StreamLocalChannel(doors);
        }
      };

  private final Link link;
  private final Map<String, BlockingQueue<Duplex>> open = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();

  Doors(Link link) {
    this.link = link;
  }

  void attach(Session session) {
    session.setAttribute(KEY, this);
  }

  Link link() {
    return link;
  }

  /// Connections to this path go to the queue from now on; a full queue refuses them.
  void open(String path, BlockingQueue<Duplex> queue) {
    open.put(path, queue);
  }

  void shut(String path) {
    open.remove(path);
  }

  boolean mayEnter(String path) {
    var queue = open.get(path);
    return queue != null && queue.remainingCapacity() > 0;
  }

  /// Counts a connection that was refused.
  ///
  /// @return whether there were so many that the session should be given up
  boolean noteRefusal() {
    return refusals.incrementAndGet() >= REFUSALS_MAX;
  }

  void enter(String path, Duplex connection) {
    var queue = open.get(path);
    if (queue == null || !queue.offer(connection)) {
      connection.close();
    }
  }
}
