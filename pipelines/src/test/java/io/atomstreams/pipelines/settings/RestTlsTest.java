package io.atomstreams.pipelines.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.deploy.ClusterJobs;
import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.FlinkRestException;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with the settings of {@code rest-tls.yaml}, and who gets an answer from it. */
@Timeout(60)
class RestTlsTest {

  private static final String PASSWORD = "a-word-of-the-test";

  @TempDir private static Path directory;

  private static EmbeddedFlink flink;
  private static Configuration settings;

  @BeforeAll
  static void startCluster() throws Exception {
    makeKey("rest");
    makeKey("stranger");
    trust("rest", "ca");
    Map<String, String> merged = new TreeMap<>();
    new Profiles(Path.of("..", "flink-conf"))
        .merged(List.of("rest-tls"), own(), FlinkOptions.onClassPath())
        .forEach((key, setting) -> merged.put(key, setting.value()));
    settings = Configuration.fromMap(merged);
    flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(settings, 1, 1));
  }

  @AfterAll
  static void stopCluster() {
    if (flink != null) {
      flink.close();
    }
  }

  private static Map<String, String> own() {
    return Map.of(
        "security.ssl.rest.keystore", store("rest").toString(),
        "security.ssl.rest.keystore-password", PASSWORD,
        "security.ssl.rest.key-password", PASSWORD,
        "security.ssl.rest.truststore", store("ca").toString(),
        "security.ssl.rest.truststore-password", PASSWORD);
  }

  @Test
  void answersWhoShowsACertificateOfTheAuthority() throws Exception {
    HttpResponse<String> answer = get("https", keys("rest"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"taskmanagers\":1");
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void refusesWhoShowsNone() {
    assertThatThrownBy(() -> get("https", null)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesWhoShowsAStrangers() {
    assertThatThrownBy(() -> get("https", keys("stranger"))).isInstanceOf(IOException.class);
  }

  @Test
  void tellsNothingWithoutTls() throws Exception {
    HttpResponse<String> answer = get("http", null);
    assertThat(answer.statusCode()).isBetween(300, 399);
    assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("https://");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void flinksOwnClientAsksWithTheSameSettings() throws Exception {
    Configuration client = new Configuration(settings);
    client.set(RestOptions.ADDRESS, "127.0.0.1");
    client.set(RestOptions.PORT, flink.webPort().number());
    try (RestClusterClient<String> cluster = new RestClusterClient<>(client, "test")) {
      assertThat(cluster.listJobs().get()).isEmpty();
    }
  }

  @Test
  void theCommandsAskWithTheSameSettings() {
    Configuration client = new Configuration(settings);
    client.set(RestOptions.ADDRESS, "127.0.0.1");
    client.set(RestOptions.PORT, flink.webPort().number());
    assertThat(FlinkRest.at(client).get("/overview").path("taskmanagers").asInt()).isEqualTo(1);
    assertThat(new ClusterJobs(FlinkRest.at(client)).all()).isEmpty();
  }

  @Test
  void aRedirectIsNoAnswer() {
    FlinkRest plain = new FlinkRest("http://127.0.0.1:" + flink.webPort().number());
    assertThatThrownBy(() -> plain.get("/overview"))
        .isInstanceOf(FlinkRestException.class)
        .hasMessageContaining("it points to https://");
  }

  @Test
  void anAddressWhereNobodyIsDoesNotMatterWhileAnotherAnswers() {
    String alive = "https://127.0.0.1:" + flink.webPort().number();
    FlinkRest both = new FlinkRest(List.of("https://127.0.0.1:1", alive), settings);
    assertThat(both.get("/overview").path("taskmanagers").asInt()).isEqualTo(1);
    assertThat(both.url()).isEqualTo(alive);
  }

  @Test
  void theWebUiHidesThePasswords() throws Exception {
    HttpResponse<String> answer = get("https", keys("rest"), "/jobmanager/config");
    assertThat(answer.body())
        .contains("security.ssl.rest.keystore-password")
        .doesNotContain(PASSWORD);
  }

  private static HttpResponse<String> get(String scheme, KeyManager[] keys) throws Exception {
    return get(scheme, keys, "/overview");
  }

  private static HttpResponse<String> get(String scheme, KeyManager[] keys, String path)
      throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(load("ca"));
    tls.init(keys, trust.getTrustManagers(), null);
    HttpClient client =
        HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(20)).build();
    URI uri = URI.create(scheme + "://127.0.0.1:" + flink.webPort().number() + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static KeyManager[] keys(String name) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(name), PASSWORD.toCharArray());
    return keys.getKeyManagers();
  }

  private static Path store(String name) {
    return directory.resolve(name + ".p12");
  }

  private static KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  /** A store that believes the certificate of another one and nothing else. */
  private static void trust(String name, String into) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(name, load(name).getCertificate(name));
    try (OutputStream out = Files.newOutputStream(store(into))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  /** A key and a certificate for the loopback address, signed by itself. */
  private static void makeKey(String name) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store(name).toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
