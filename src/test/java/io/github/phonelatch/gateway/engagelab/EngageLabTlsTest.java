package io.github.phonelatch.gateway.engagelab;

import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE_ID;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.SENT;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.gateway.http.Trust;
import java.security.KeyStore;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngageLabTlsTest {
    private static final HeldCertificate SCHOOL = new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("otp.school.example")
            .build();

    private ScriptedProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider();
        provider.server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(SCHOOL)
                .build()
                .sslSocketFactory());
        provider.server.start();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void certificateInTheTruststore_isBelievedAndHttp2Spoken() throws Exception {
        provider.answers(200, SENT);
        assertThat(send(TestOptions.at(provider.server.url("/")), believing(SCHOOL)))
                .isEqualTo(new SendResult.Sent(MESSAGE_ID, "sms"));
        assertThat(provider.request().getVersion()).isEqualTo("HTTP/2");
    }

    @Test
    void certificateOfAnAnonymousRequester_isRefusedBeforeAnythingIsSent() throws Exception {
        provider.answers(200, SENT);
        assertThat(send(TestOptions.at(provider.server.url("/")), Trust.ofJvm()))
                .isInstanceOfSatisfying(SendResult.Failed.class, failed -> {
                    assertThat(failed.outcomeKnown()).isTrue();
                    assertThat(failed.failure().detail()).startsWith("TLS failed");
                });
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void certificateOfAnotherHost_isRefusedBeforeAnythingIsSent() throws Exception {
        provider.answers(200, SENT);
        HttpUrl url = provider.server.url("/").newBuilder().host("127.0.0.1").build();
        assertThat(send(TestOptions.at(url), believing(SCHOOL))).hasFieldOrPropertyWithValue("outcomeKnown", true);
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void brokenHandshake_certainlyAskedNothing() {
        provider.answers(new MockResponse.Builder().failHandshake())
                .answers(new MockResponse.Builder().failHandshake());
        EngageLabOptions options = TestOptions.at(provider.server.url("/")).build();
        EngageLabGateway gateway = TestOptions.gateway(options, believing(SCHOOL));
        try {
            assertThat(gateway.verify(MESSAGE_ID, "123456"))
                    .isInstanceOfSatisfying(
                            VerifyResult.Failed.class,
                            failed -> assertThat(failed.asked()).isFalse());
        } finally {
            gateway.calls().close();
        }
    }

    @Test
    void proxy_isAskedForATunnelWithItsOwnPasswordOnly() throws Exception {
        provider.answers(new MockResponse.Builder().inTunnel()).answers(200, SENT);
        TestOptions options = TestOptions.at(HttpUrl.get("https://otp.school.example/"))
                .proxy("http://us%40er:pw@localhost:" + provider.server.getPort());

        assertThat(send(options, believing(SCHOOL))).isInstanceOf(SendResult.Sent.class);

        RecordedRequest tunnel = provider.request();
        assertThat(tunnel.getRequestLine()).isEqualTo("CONNECT otp.school.example:443 HTTP/1.1");
        assertThat(tunnel.getHeaders().get("Proxy-Authorization")).isEqualTo(Credentials.basic("us@er", "pw"));
        assertThat(tunnel.getHeaders().get("Authorization")).isNull();
        RecordedRequest request = provider.request();
        assertThat(request.getHeaders().get("Proxy-Authorization")).isNull();
        assertThat(request.getHeaders().get("Authorization"))
                .isEqualTo(Credentials.basic(TestOptions.KEY, TestOptions.SECRET));
    }

    @Test
    void proxyThatRefusesItsPassword_certainlySentNothing() throws Exception {
        provider.answers(new MockResponse.Builder()
                .inTunnel()
                .code(407)
                .addHeader("Proxy-Authenticate", "Basic realm=\"school\""));
        TestOptions options = TestOptions.at(HttpUrl.get("https://otp.school.example/"))
                .proxy("http://user:wrong@localhost:" + provider.server.getPort());

        assertThat(send(options, believing(SCHOOL))).hasFieldOrPropertyWithValue("outcomeKnown", true);
    }

    private static SendResult send(TestOptions options, Trust trust) throws Exception {
        EngageLabGateway gateway = TestOptions.gateway(options.build(), trust);
        try {
            return await(gateway.send(MESSAGE));
        } finally {
            gateway.calls().close();
        }
    }

    private static Trust believing(HeldCertificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("school", certificate.certificate());
            return Trust.of(store);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
