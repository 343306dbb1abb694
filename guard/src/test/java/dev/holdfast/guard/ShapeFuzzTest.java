package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.guard.Doorkeeper.Admission;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both sides say what has the form of the protocol and any content: the judge decides, and never
/// fails.
@Timeout(120)
class ShapeFuzzTest {
  private static final int SESSIONS = 3_000;
  private static final int STEPS = 12;
  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
  private static final List<String> NAMES =
      List.of("id", "data", "wait", "start_nonce", "next_unreserved", "path", "compact", "limit");

  @ParameterizedTest
  @EnumSource(names = {"NONE", "REPOKEY", "REPOKEY_BLAKE2"})
  void any_argument_and_any_answer_are_judged(KeyType type) {
    int judged = 0;
    for (int seed = 0; seed < SESSIONS; seed++) {
      try {
        judged += play(type, new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(judged).as("sessions do not all end at once").isGreaterThan(SESSIONS);
  }

  private static int play(KeyType type, Random random) {
    BackupTerms terms =
        new BackupTerms(
            new ArchiveName("web-1"), ItemLimits.generous(), 1_000, () -> NOW, Duration.ZERO);
    Repository repository =
        new Repository(
            TestKeys.of(type),
            BaseExpectation.none(),
            new Nonces(new MemoryNonces(1 << 20)),
            Optional.of(Raw.of("relocked")));
    Talk talk =
        new Talk(
                new SessionPolicy.Backup("/backups/web", Duration.ZERO),
                new BackupRules(repository, terms, HostileTarget.plenty()))
            .open();
    for (int step = 0; step < STEPS; step++) {
      boolean honest = random.nextInt(5) > 1;
      Verdict verdict =
          honest ? talk.ask("get_free_nonce", args()) : talk.ask(any(random), arguments(random));
      if (verdict instanceof Verdict.Refuse) {
        return step;
      }
      if (verdict instanceof Verdict.Forward(Request.Call call, _)) {
        assertThat(call.method()).isNotIn("save_key", "check", "list", "scan", "open");
        Reply reply =
            honest ? new Reply.Result(call.id(), new Value.Int(1 << 21)) : answer(call, random);
        if (talk.session.judge(reply) instanceof ReplyVerdict.Refuse) {
          return step + 1;
        }
      }
    }
    return STEPS;
  }

  private static String any(Random random) {
    RpcMethod[] methods = RpcMethod.values();
    return methods[random.nextInt(methods.length)].wireName();
  }

  private static SequencedMap<String, Value> arguments(Random random) {
    SequencedMap<String, Value> arguments = args();
    if (random.nextInt(3) > 0) {
      arguments.put("id", ObjectId.MANIFEST);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      arguments.put(NAMES.get(random.nextInt(NAMES.size())), value(random, 2));
    }
    return arguments;
  }

  private static Reply answer(Request.Call call, Random random) {
    return switch (random.nextInt(8)) {
      case 0 ->
          new Reply.Failure(
              call.id(),
              random.nextBoolean() ? "ObjectNotFound" : "E" + random.nextInt(),
              List.of(value(random, 1)),
              List.of(raw(random, 300)),
              List.of(raw(random, 300)),
              random.nextBoolean(),
              raw(random, 300));
      case 1 -> new Reply.Negotiated(call.id(), Talk.CLIENT);
      case 2 -> new Reply.Result(call.id() + random.nextInt(-1, 2), new Value.Nil());
      case 3, 4 -> new Reply.Result(call.id(), new Value.Nil());
      default -> new Reply.Result(call.id(), value(random, 2));
    };
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> new Value.Nil();
      case 1 -> new Value.Bool(random.nextBoolean());
      case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> raw(random, 200);
      case 4 -> raw(random, 1).size() == 0 ? new Value.Real(random.nextDouble()) : raw(random, 32);
      case 5 -> Raw.of(new byte[32]);
      case 6 -> {
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new Value.Seq(items);
      }
      default -> Value.Map.builder().put("a", value(random, depth - 1)).build();
    };
  }

  private static Raw raw(Random random, int bytesMax) {
    byte[] bytes = new byte[random.nextInt(bytesMax + 1)];
    random.nextBytes(bytes);
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[0] = (byte) random.nextInt(8);
    }
    return Raw.of(bytes);
  }

  @Test
  void whoever_knocks_with_noise_is_let_in_or_not() throws Exception {
    byte[] honest = ScriptedPeer.bytes(new Request.Negotiate(1, Talk.CLIENT));
    int admitted = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] said = honest.clone();
      if (random.nextInt(4) == 0) {
        said = new byte[random.nextInt(1, 100)];
        random.nextBytes(said);
      } else {
        said[random.nextInt(said.length)] = (byte) random.nextInt();
      }
      MemoryDuplex.Pair door = MemoryDuplex.pair(4_096);
      door.left().sink().write(ByteBuffer.wrap(said));
      door.left().sink().end();
      Admission admission = Doorkeeper.examine(door.right(), Duration.ofHours(1));
      assertThat(admission).as("seed %d", seed).isNotInstanceOf(Admission.Silent.class);
      admitted += admission instanceof Admission.Admitted ? 1 : 0;
    }
    assertThat(admitted).isPositive();
  }
}
