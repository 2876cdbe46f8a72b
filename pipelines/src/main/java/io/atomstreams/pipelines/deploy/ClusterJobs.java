package io.atomstreams.pipelines.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.NearestNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The jobs that are on a cluster: seen, waited for, stopped with a savepoint, cancelled. */
public final class ClusterJobs {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long POLL_MS = 50;
  private static final Set<String> ENDED = Set.of("FAILED", "FINISHED", "CANCELED", "SUSPENDED");

  private final FlinkRest flink;

  public ClusterJobs(FlinkRest flink) {
    this.flink = flink;
  }

  /**
   * A job on the cluster.
   *
   * @param state Flink's word, such as {@code RUNNING}
   * @param tasks how many it has
   * @param running how many of them run
   */
  public record OnCluster(String id, String name, String state, int tasks, int running) {

    public boolean hasEnded() {
      return ENDED.contains(state);
    }
  }

  /** All that the cluster remembers, those that have not ended first. */
  public List<OnCluster> all() {
    List<OnCluster> jobs = new ArrayList<>();
    for (JsonNode job : flink.get("/jobs/overview").path("jobs")) {
      JsonNode tasks = job.path("tasks");
      jobs.add(
          new OnCluster(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              tasks.path("total").asInt(),
              tasks.path("running").asInt()));
    }
    jobs.sort(Comparator.comparing(OnCluster::hasEnded));
    return jobs;
  }

  /**
   * The job that has this name or id and has not ended.
   *
   * @throws IllegalArgumentException if there is none, or there are several of the name
   */
  public OnCluster living(String nameOrId) {
    List<OnCluster> living = all().stream().filter(job -> !job.hasEnded()).toList();
    List<OnCluster> found =
        living.stream()
            .filter(job -> job.id().equals(nameOrId) || job.name().equals(nameOrId))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new IllegalArgumentException(
        found.isEmpty()
            ? "no job %s runs at %s; %s"
                .formatted(
                    nameOrId,
                    flink.url(),
                    NearestNames.hint(nameOrId, living.stream().map(OnCluster::name).toList()))
            : "%d jobs of the name %s run; say which by its id: %s"
                .formatted(
                    found.size(),
                    nameOrId,
                    String.join(", ", found.stream().map(OnCluster::id).toList())));
  }

  /**
   * Refuses a second job of a name: both would write the same transactions and read with one group.
   *
   * @throws IllegalStateException if one has not ended
   */
  public void refuseSecond(String name) {
    all().stream()
        .filter(job -> !job.hasEnded() && job.name().equals(name))
        .findFirst()
        .ifPresent(
            job -> {
              throw new IllegalStateException(
                  "job %s is at %s already: %s, %s; end it first: atom stop %s --savepoint-dir DIR"
                      .formatted(name, flink.url(), job.id(), job.state(), job.id()));
            });
  }

  /**
   * Waits until every task of a job runs.
   *
   * @throws IllegalStateException if it ends before, or is not there in time; the message says what
   *     went wrong last
   */
  public void awaitRunning(String id, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      JsonNode job = flink.get("/jobs/" + id);
      String state = job.path("state").asText();
      if (state.equals("RUNNING") && allRun(job.path("vertices"))) {
        return;
      }
      if (ENDED.contains(state)) {
        throw new IllegalStateException("job " + id + " has ended: " + state + why(id));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "job %s is %s and not all of its tasks run after %d s%s"
                .formatted(id, state, within.toSeconds(), why(id)));
      }
      pause();
    }
  }

  private static boolean allRun(JsonNode vertices) {
    for (JsonNode vertex : vertices) {
      String state = vertex.path("status").asText();
      if (!state.equals("RUNNING") && !state.equals("FINISHED")) {
        return false;
      }
    }
    return !vertices.isEmpty();
  }

  /**
   * The reason under the latest failure, if it ever failed; slots are what is missing otherwise.
   */
  private String why(String id) {
    return lastFailure(id)
        .map(reason -> "; last failure: " + reason)
        .orElseGet(() -> slotsMissing(id));
  }

  private String slotsMissing(String id) {
    int free = flink.get("/overview").path("slots-available").asInt();
    long waiting =
        all().stream().filter(job -> job.id().equals(id) && job.running() < job.tasks()).count();
    return waiting > 0 && free == 0
        ? "; no slot is free: start another TaskManager, stop another job, or give --parallelism"
        : "";
  }

  /** Empty if it never failed. */
  public Optional<String> lastFailure(String id) {
    JsonNode entries =
        flink.get("/jobs/" + id + "/exceptions").path("exceptionHistory").path("entries");
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(RootCause.of(entries.path(0).path("stacktrace").asText()));
  }

  /**
   * Stops a job so that everything it read is committed.
   *
   * @param directory where the savepoint goes: a path or URI that all processes reach
   * @return path of the savepoint
   * @throws IllegalStateException if it cannot be written, the job then goes on, or takes too long;
   *     it may then still stop
   */
  public String stopWithSavepoint(String id, String directory, Duration within) {
    JsonNode request =
        JSON.createObjectNode()
            .put("targetDirectory", directory)
            .put("drain", false)
            .put("formatType", "CANONICAL");
    String trigger = flink.post("/jobs/" + id + "/stop", request).path("request-id").asText();
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      JsonNode answer = flink.get("/jobs/" + id + "/savepoints/" + trigger);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        return location(id, answer.path("operation"));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "job %s: no savepoint in %s after %d s; the stop goes on and may still succeed, see atom jobs"
                .formatted(id, directory, within.toSeconds()));
      }
      pause();
    }
  }

  private static String location(String id, JsonNode operation) {
    if (operation.has("location")) {
      return operation.path("location").asText();
    }
    throw new IllegalStateException(
        "job "
            + id
            + " cannot be stopped with a savepoint: "
            + RootCause.of(operation.path("failure-cause").path("stack-trace").asText()));
  }

  /** Ends a job without a savepoint, and waits until it has ended. */
  public void cancel(String id, Duration within) {
    flink.patch("/jobs/" + id + "?mode=cancel");
    long deadline = System.nanoTime() + within.toNanos();
    while (!ENDED.contains(flink.get("/jobs/" + id).path("state").asText())) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("job " + id + " does not end");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a job", e);
    }
  }
}
