package io.atomstreams.pipelines.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * What an image archive unpacks to, and processes in it: in a mount namespace of their own, the
 * root file system read-only but for {@code /tmp}, as user 9999. That is what a careful Kubernetes
 * gives a pod. Needs Linux and root.
 */
record ImageRoot(Path directory, JsonNode manifest, JsonNode config) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Unpacks an OCI archive. */
  static ImageRoot unpack(Path archive, Path directory) throws IOException {
    Path oci = Files.createDirectories(directory.resolve("oci"));
    Path root = Files.createDirectories(directory.resolve("root"));
    run("tar", "-xf", archive.toString(), "-C", oci.toString());
    JsonNode index = JSON.readTree(oci.resolve("index.json").toFile());
    JsonNode manifest = JSON.readTree(blob(oci, index.at("/manifests/0")).toFile());
    for (JsonNode layer : manifest.get("layers")) {
      run("tar", "-xpzf", blob(oci, layer).toString(), "-C", root.toString());
      Files.delete(blob(oci, layer));
    }
    JsonNode config = JSON.readTree(blob(oci, manifest.get("config")).toFile());
    return new ImageRoot(root, manifest, config);
  }

  private static Path blob(Path oci, JsonNode descriptor) {
    return oci.resolve("blobs/sha256")
        .resolve(descriptor.get("digest").asText().substring("sha256:".length()));
  }

  Path path(String inside) {
    return directory.resolve(inside.substring(1));
  }

  /**
   * Starts the image's entry point with arguments.
   *
   * @param shared is seen inside as {@code /mnt}
   * @param environment lines {@code NAME=value} over those of the image
   */
  Process start(Path shared, Path log, List<String> environment, String... arguments)
      throws IOException {
    String root = directory.toString();
    String mounts =
        """
        set -e
        mount --bind "$1" "$1"
        mount --bind "$2" "$1/mnt"
        mount --bind /etc/hosts "$1/etc/hosts"
        mount -o remount,ro,bind "$1"
        mount --rbind /proc "$1/proc"
        mount --rbind /dev "$1/dev"
        mount -t tmpfs tmpfs "$1/tmp"
        root="$1"
        shift 2
        exec chroot --userspec=9999:9999 "$root" /usr/bin/env -i "$@"
        """;
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "bash",
                "-c",
                mounts,
                "image",
                root,
                shared.toAbsolutePath().toString()));
    config.at("/config/Env").forEach(line -> command.add(line.asText()));
    command.addAll(environment);
    config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Runs it to its end and returns what it printed, its exit code before that. */
  String run(Path shared, Path directory, String... arguments) throws Exception {
    Path log = Files.createTempFile(directory, "run", ".log");
    Process process = start(shared, log, List.of(), arguments);
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor() + "\n" + Files.readString(log);
  }

  List<String> environment() {
    return StreamSupport.stream(config.at("/config/Env").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
