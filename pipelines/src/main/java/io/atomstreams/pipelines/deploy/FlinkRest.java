package io.atomstreams.pipelines.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;

/** Questions to a JobManager's REST API, answered in JSON. */
public final class FlinkRest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final int GOOD_FROM = 200;
  private static final int GOOD_TO = 299;

  private final List<String> urls;
  private final HttpClient client;
  private volatile int current;

  /**
   * @param url such as {@code http://127.0.0.1:8081}
   */
  public FlinkRest(String url) {
    this(List.of(url), new Configuration());
  }

  /**
   * @param urls of the JobManagers of one cluster; each that is alive answers for the one that
   *     leads
   * @param settings the certificates by which TLS is spoken, if it is
   */
  public FlinkRest(List<String> urls, Configuration settings) {
    this.urls = List.copyOf(urls);
    this.client = RestTls.client(settings).connectTimeout(CONNECTED_WITHIN).build();
  }

  /** A cluster that is one address of a configuration. */
  public static FlinkRest at(Configuration settings) {
    return new FlinkRest(
        List.of(
            "%s://%s:%d"
                .formatted(
                    RestTls.scheme(settings),
                    settings.get(RestOptions.ADDRESS),
                    settings.get(RestOptions.PORT))),
        settings);
  }

  /** Where the latest answer came from. */
  public String url() {
    return urls.get(current);
  }

  /**
   * Asks.
   *
   * @throws FlinkRestException if the answer is an error, or there is none
   */
  public JsonNode get(String path) {
    return send(path, HttpRequest.Builder::GET);
  }

  /** Asks for something to be done, likewise. */
  public JsonNode post(String path, JsonNode body) {
    return send(
        path,
        request ->
            request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Cancels, likewise. */
  public JsonNode patch(String path) {
    return send(path, request -> request.method("PATCH", BodyPublishers.noBody()));
  }

  /** The next address is asked only if nothing was sent to the one before. */
  private JsonNode send(String path, UnaryOperator<HttpRequest.Builder> how) {
    IOException last = null;
    for (int attempt = 0; attempt < urls.size(); attempt++) {
      try {
        return answer(
            how.apply(HttpRequest.newBuilder(URI.create(url() + path)).timeout(ANSWER_WITHIN))
                .build());
      } catch (ConnectException | HttpConnectTimeoutException e) {
        last = e;
        current = (current + 1) % urls.size();
      } catch (IOException e) {
        throw silent(e);
      }
    }
    throw silent(last);
  }

  private JsonNode answer(HttpRequest asked) throws IOException {
    try {
      HttpResponse<String> answer = client.send(asked, BodyHandlers.ofString());
      if (answer.statusCode() < GOOD_FROM || answer.statusCode() > GOOD_TO) {
        throw new FlinkRestException(
            asked.method() + " " + asked.uri() + ": " + reason(answer), null);
      }
      return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRestException("interrupted while asking " + asked.uri(), e);
    }
  }

  private FlinkRestException silent(IOException e) {
    return new FlinkRestException(
        "no JobManager answers at %s; is the address right and is one running? (%s)"
            .formatted(String.join(", ", urls), e),
        e);
  }

  /** The first line of what Flink says; a stack trace follows. */
  private static String reason(HttpResponse<String> answer) {
    Optional<String> elsewhere = answer.headers().firstValue("Location");
    if (elsewhere.isPresent()) {
      return "it points to %s; if it speaks TLS, say so by security.ssl.rest.* in --conf"
          .formatted(elsewhere.get());
    }
    try {
      JsonNode errors = JSON.readTree(answer.body()).path("errors");
      String last = errors.path(errors.size() - 1).asText(answer.body());
      return RootCause.of(last);
    } catch (JsonProcessingException notJson) {
      return answer.statusCode() + " " + answer.body();
    }
  }
}
