package dev.holdfast.fleet.run;

import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.guard.BaseExpectation;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.ReadRules;
import dev.holdfast.guard.Repository;
import dev.holdfast.guard.SessionPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// The controller's own borg reads a repository, under the policy of the guard that lets nothing be
/// written.
///
/// @param expectation of the list of archives that the host shows
/// @param key what borg is given to open it
record ReadingBorg(
    RunContext context, HostConnection host, BaseExpectation expectation, SessionKey key) {
  /// Runs it to its end.
  ///
  /// @param program the words that start borg
  /// @param command of borg
  /// @param words that follow the options of every command
  /// @param output hears the standard output
  BorgTranscript run(
      List<String> program, String command, List<String> words, Consumer<ByteBuffer> output) {
    try (var borg = GuardedBorg.onController(context, host, true)) {
      var arguments = BorgWords.controllers(context.target(), command, words);
      return borg.accepted(job(program, arguments, output)).transcript();
    }
  }

  private GuardedBorg.Job job(
      List<String> program, List<String> arguments, Consumer<ByteBuffer> output) {
    var nonces = new Nonces(new RecordedRepository(context).nonces());
    return new GuardedBorg.Job(
        program,
        arguments,
        key.secrets(),
        output,
        memory ->
            new GuardedBorg.Terms(
                session(),
                new ReadRules(
                    new Repository(key.key(), expectation, nonces, key.answer()), memory)));
  }

  private SessionPolicy session() {
    var target = context.target();
    return new SessionPolicy.ReadOnly(
        target.repository().path(), target.policy().lockWait(), KnownRepository.pins(context));
  }
}
