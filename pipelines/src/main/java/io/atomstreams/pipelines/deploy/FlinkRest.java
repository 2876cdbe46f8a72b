package io.atomstreams.pipelines.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Questions to a JobManager's REST API, answered in JSON. */
public final class FlinkRest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final int BAD = 400;

  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECTED_WITHIN).build();

  /**
   * @param url such as {@code http://127.0.0.1:8081}
   */
  public FlinkRest(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  /**
   * Asks.
   *
   * @throws FlinkRestException if the answer is an error, or there is none
   */
  public JsonNode get(String path) {
    return send(request(path).GET());
  }

  /** Asks for something to be done, likewise. */
  public JsonNode post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Cancels, likewise. */
  public JsonNode patch(String path) {
    return send(request(path).method("PATCH", BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_WITHIN);
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpRequest asked = request.build();
    try {
      HttpResponse<String> answer = client.send(asked, BodyHandlers.ofString());
      if (answer.statusCode() >= BAD) {
        throw new FlinkRestException(
            asked.method() + " " + asked.uri() + ": " + reason(answer), null);
      }
      return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new FlinkRestException(
          "no JobManager answers at "
              + url
              + "; is the address right and is one running? ("
              + e
              + ")",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRestException("interrupted while asking " + url, e);
    }
  }

  /** The first line of what Flink says; a stack trace follows. */
  private static String reason(HttpResponse<String> answer) {
    try {
      JsonNode errors = JSON.readTree(answer.body()).path("errors");
      String last = errors.path(errors.size() - 1).asText(answer.body());
      return RootCause.of(last);
    } catch (JsonProcessingException notJson) {
      return answer.statusCode() + " " + answer.body();
    }
  }
}
