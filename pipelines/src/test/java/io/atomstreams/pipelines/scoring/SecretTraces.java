package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for values that must be nowhere, as they are and in Base64. */
public final class SecretTraces {

  private final List<String> secrets;
  private final Set<String> found = new TreeSet<>();
  private final Set<String> searched = new TreeSet<>();

  public SecretTraces(List<String> secrets) {
    this.secrets = secrets;
  }

  public void search(String place, byte[] bytes) {
    searched.add(place);
    String text = new String(bytes, UTF_8);
    for (int i = 0; i < secrets.size(); i++) {
      String secret = secrets.get(i);
      if (text.contains(secret) || text.contains(base64(secret))) {
        found.add(place + " has secret " + i);
      }
    }
  }

  /** Without the last characters: in a longer text they depend on what follows. */
  private static String base64(String secret) {
    String text = Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8));
    return text.substring(0, text.length() - 2);
  }

  public void search(String place, String text) {
    search(place, text.getBytes(UTF_8));
  }

  /** The answer, which must be there. */
  public String searchPage(String place, String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(address + " answers " + answer.statusCode());
    }
    search(place, answer.body());
    return answer.body();
  }

  /** Every file below; those that go meanwhile are passed over. */
  public void searchFiles(String place, Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try {
        search(place, Files.readAllBytes(file));
      } catch (NoSuchFileException gone) {
        searched.add("a file that is gone");
      }
    }
  }

  public Set<String> found() {
    return found;
  }

  public Set<String> searched() {
    return searched;
  }
}
