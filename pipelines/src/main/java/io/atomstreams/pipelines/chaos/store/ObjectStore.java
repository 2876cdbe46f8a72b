package io.atomstreams.pipelines.chaos.store;

import io.atomstreams.pipelines.embedded.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * S3 for a cluster of processes of this machine: an endpoint, a link to it that can be disturbed,
 * and what the processes have to know. Credentials go to them as variables and stand in no file of
 * theirs, as the profile {@code s3} wants it.
 */
public final class ObjectStore implements AutoCloseable {

  /** The bucket of the shipped profile. */
  private static final String BUCKET = "atom-streams";

  /**
   * What has to be there.
   *
   * @param server S3Proxy's jar with all that it needs
   * @param plugins a directory as Flink's {@code plugins/}, with {@code s3-fs-hadoop} in it
   */
  public record Programs(Path server, Path plugins) {

    /**
     * Finds them.
     *
     * @param target the build directory of the module pipelines
     * @throws IllegalStateException if they were not put there
     */
    public static Programs in(Path target) {
      Path server = target.resolve("s3proxy").resolve("s3proxy.jar");
      Path plugins = target.resolve("plugins");
      for (Path part : List.of(server, plugins.resolve("s3-fs-hadoop"))) {
        if (Files.notExists(part)) {
          throw new IllegalStateException(
              part.toAbsolutePath()
                  + " is missing: there is no S3 endpoint here; fetch it with ./mvnw -DskipTests package");
        }
      }
      return new Programs(server.toAbsolutePath(), plugins.toAbsolutePath());
    }
  }

  private final Programs programs;
  private final S3Server server;
  private final FaultyLink link;

  private ObjectStore(Programs programs, S3Server server, FaultyLink link) {
    this.programs = programs;
    this.server = server;
    this.link = link;
  }

  /**
   * Starts one with an empty bucket, or the one that is there.
   *
   * @param objects where buckets lie
   * @param own for the endpoint's settings and log
   */
  public static ObjectStore start(Programs programs, Path objects, Path own) {
    S3Server server = new S3Server(programs.server(), objects, own);
    server.start();
    try {
      Files.createDirectories(objects.resolve(BUCKET));
      return new ObjectStore(programs, server, new FaultyLink(server.port()));
    } catch (Exception e) {
      server.close();
      throw new IllegalStateException("there is no object store: " + e.getMessage(), e);
    }
  }

  /** Flink's settings beside those of the profile {@code s3}: how to reach this store. */
  public Map<String, String> flink() {
    return Map.of(
        "s3.endpoint", "http://" + Ports.LOOPBACK + ":" + link.port(),
        "s3.path.style.access", "true",
        "s3.connection.ssl.enabled", "false");
  }

  /** Variables of processes that use it. */
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("FLINK_PLUGINS_DIR", programs.plugins().toString());
    variables.put("AWS_ACCESS_KEY_ID", server.accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", server.secretKey());
    return variables;
  }

  /** What must be in no file, page or log. */
  public String secret() {
    return server.secretKey();
  }

  /** What it is like from now on. */
  public void trouble(Trouble trouble) {
    link.trouble(trouble);
  }

  @Override
  public void close() {
    link.close();
    server.close();
  }
}
