package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.tools.DebianTool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Flink's web UI in a headless Chromium: the page as its scripts have made it, as text. */
final class WebUi {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A page on a busy machine may need more than one look. */
  private static final int LOOKS = 5;

  private static final long SHOWN_WITHIN_SECONDS = 60;

  private final String url;
  private final Path profile;

  WebUi(String url, Path profile) throws IOException {
    this.url = url;
    this.profile = Files.createDirectories(profile);
  }

  /** The page of a job with its graph; looked at until it shows all of these, or for long. */
  String overview(String job, List<String> shows) throws IOException {
    return look(
        "#/job/running/" + id(job) + "/overview", page -> shows.stream().allMatch(page::contains));
  }

  /** The page of watermarks of the stage whose name begins so. */
  String watermarks(String job, String stage) throws IOException {
    String id = id(job);
    for (JsonNode vertex : get("/jobs/" + id).get("vertices")) {
      if (vertex.get("name").asText().startsWith(stage)) {
        return look(
            "#/job/running/%s/overview/%s/watermarks".formatted(id, vertex.get("id").asText()),
            page -> page.contains("Datetime of Watermark") && !page.contains("No Watermark"));
      }
    }
    throw new AssertionError(job + " has no stage " + stage);
  }

  private String id(String name) throws IOException {
    for (JsonNode job : get("/jobs/overview").get("jobs")) {
      if (job.get("name").asText().equals(name)) {
        return job.get("jid").asText();
      }
    }
    throw new AssertionError("no job " + name + " runs");
  }

  private JsonNode get(String path) throws IOException {
    return JSON.readTree(URI.create(url + path).toURL());
  }

  private String look(String page, Predicate<String> isThere) throws IOException {
    String text = "";
    for (int i = 0; i < LOOKS && !isThere.test(text); i++) {
      text = dumped(url + "/" + page);
    }
    return text;
  }

  /** The text of a page; empty if the browser does not come to an end with it. */
  private String dumped(String address) throws IOException {
    Path dom = Files.createTempFile(profile, "page", ".html");
    Process chromium =
        new ProcessBuilder(
                DebianTool.CHROMIUM.command(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--user-data-dir=" + profile,
                    "--window-size=1900,1300",
                    "--virtual-time-budget=10000",
                    "--dump-dom",
                    address))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(dom.toFile())
            .start();
    try {
      if (!chromium.waitFor(SHOWN_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      chromium.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    String page = Files.readString(dom).replaceAll("<[^>]*>", "\n");
    return page.replace("&gt;", ">").replace("&amp;", "&");
  }
}
