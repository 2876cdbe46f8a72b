package io.atomstreams.pipelines.command;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.command.CommandTopic.Done;
import io.atomstreams.pipelines.command.JobCommand.Wish;
import io.atomstreams.pipelines.tracking.TopicFollower;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one subtask of a job takes in events, by the latest command to its job.
 *
 * <pre>
 *   running ──pause──► paused ──resume──► running
 * </pre>
 *
 * <p>Known before the first event is read, since the topic is read to its end when the switch is
 * opened; followed by a thread of its own from then on. The latest command found at the start and
 * each that comes after it are acknowledged, by that thread alone: the task waits for no answer. If
 * the topic can be read no more, the state stays as it is.
 */
final class JobSwitch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobSwitch.class);

  /**
   * What a job's subtasks open their switches by.
   *
   * @param job its name, as commands call it
   */
  record Wiring(String job, CommandTopic topic) implements Serializable {

    JobSwitch open(int subtask, int subtasks) {
      return new JobSwitch(this, subtask, subtasks);
    }
  }

  private final Wiring wiring;
  private final int subtask;
  private final int subtasks;
  private final TopicFollower follower;
  private volatile CompletableFuture<Void> resumed = CompletableFuture.completedFuture(null);

  // of the thread that opens, then of the follower's
  private boolean live;
  private Done latest;

  private JobSwitch(Wiring wiring, int subtask, int subtasks) {
    this.wiring = wiring;
    this.subtask = subtask;
    this.subtasks = subtasks;
    this.follower =
        new TopicFollower(
            "job-commands",
            wiring.topic()::commands,
            this::hear,
            this::beginToAnswer,
            failure -> {});
  }

  private void beginToAnswer() {
    live = true;
    if (latest != null) {
      acknowledge(latest);
    }
  }

  boolean isPaused() {
    return !resumed.isDone();
  }

  /** Done while the job is not paused, else as soon as it is told to resume. */
  CompletableFuture<Void> resumed() {
    return resumed;
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    CommandTopic.command(record)
        .filter(command -> command.job().equals(wiring.job()))
        .ifPresent(
            command -> {
              SourcePosition source =
                  new SourcePosition(record.topic(), record.partition(), record.offset());
              carryOut(command);
              latest = new Done(command.job(), command.wish(), subtask, subtasks, source);
              if (live) {
                acknowledge(latest);
              }
            });
  }

  private void carryOut(JobCommand command) {
    if (command.wish() == Wish.RESUME) {
      resumed.complete(null);
    } else if (!isPaused()) {
      resumed = new CompletableFuture<>();
    }
    LOG.info(
        "{} is told to {} by {}: {}",
        command.job(),
        command.wish().word(),
        command.by(),
        command.reason().isEmpty() ? "no reason given" : command.reason());
  }

  /** That it cannot be said must not stop the job, nor keep it from stopping. */
  private void acknowledge(Done done) {
    try {
      wiring.topic().acknowledge(done);
    } catch (RuntimeException e) {
      LOG.warn("{} was done and could not be acknowledged", done, e);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
