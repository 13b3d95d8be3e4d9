package io.github.phonelatch.it.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import okhttp3.tls.HeldCertificate;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.XMLCipher;
import org.keycloak.saml.processing.core.saml.v2.util.AssertionUtil;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * An application that signs people in by SAML: it asks by the binding it was made for, and believes nothing but an assertion that the
 * realm's key has signed, that was made for it, and that answers its own request.
 */
public final class ServiceProvider {
    /** How answers reach it. */
    public enum Binding {
        POST,
        REDIRECT,
        ARTIFACT
    }

    /** Where it is returned to. Never fetched. */
    private static final URI CONSUMER = URI.create("https://portal.example/saml");

    private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";

    static {
        Init.init();
    }

    private final RealmAdmin realm;
    private final String entityId;
    private final Binding binding;
    private final Optional<PrivateKey> decryption;
    private String request = "";

    private ServiceProvider(RealmAdmin realm, String entityId, Binding binding, Optional<PrivateKey> decryption) {
        this.realm = realm;
        this.entityId = entityId;
        this.binding = binding;
        this.decryption = decryption;
    }

    /** A new one in this realm, which wants answers and assertions signed, and assertions encrypted too where it says so. */
    public static ServiceProvider in(RealmAdmin realm, Binding binding, boolean encrypted) {
        String entityId = "sp-" + UUID.randomUUID();
        Map<String, String> attributes = new HashMap<>(Map.of(
                "saml.server.signature",
                "true",
                "saml.assertion.signature",
                "true",
                "saml.client.signature",
                "false",
                "saml.force.post.binding",
                "false",
                "saml.authnstatement",
                "true",
                "saml_name_id_format",
                "email",
                "saml_idp_initiated_sso_url_name",
                entityId));
        for (String consumer : List.of(
                "saml_assertion_consumer_url_post",
                "saml_assertion_consumer_url_redirect",
                "saml_artifact_binding_url")) {
            attributes.put(consumer, CONSUMER.toString());
        }
        Optional<PrivateKey> key = Optional.empty();
        if (encrypted) {
            HeldCertificate own = new HeldCertificate.Builder().rsa2048().build();
            attributes.put("saml.encrypt", "true");
            attributes.put("saml.encryption.certificate", encoded(own.certificate()));
            key = Optional.of(own.keyPair().getPrivate());
        }
        realm.createClient(Map.of(
                "clientId",
                entityId,
                "protocol",
                "saml",
                "publicClient",
                true,
                "redirectUris",
                List.of(CONSUMER.toString()),
                "attributes",
                attributes));
        return new ServiceProvider(realm, entityId, binding, key);
    }

    public String entityId() {
        return entityId;
    }

    /** Sends a browser to sign in. */
    public Page open(HttpBrowser browser) {
        request = "_" + UUID.randomUUID();
        String authnRequest = "<samlp:AuthnRequest xmlns:samlp='" + PROTOCOL + "' xmlns:saml='" + ASSERTION + "' ID='"
                + request + "' Version='2.0' IssueInstant='" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + "' Destination='" + endpoint() + "' AssertionConsumerServiceURL='" + CONSUMER
                + "' ProtocolBinding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-"
                + (binding == Binding.REDIRECT ? "Redirect" : binding == Binding.POST ? "POST" : "Artifact")
                + "'><saml:Issuer>" + entityId + "</saml:Issuer></samlp:AuthnRequest>";
        if (binding == Binding.REDIRECT) {
            return browser.open(URI.create(
                    endpoint() + "?" + Http.encode(List.of(Map.entry("SAMLRequest", deflated(authnRequest))))));
        }
        return browser.post(
                endpoint(),
                List.of(Map.entry(
                        "SAMLRequest",
                        Base64.getEncoder().encodeToString(authnRequest.getBytes(StandardCharsets.UTF_8)))),
                null);
    }

    /** The browser comes from a list of applications that the realm's server shows: nobody has asked for the answer. */
    public Page openUnasked(HttpBrowser browser) {
        request = "";
        return browser.open(URI.create(endpoint() + "/clients/" + entityId));
    }

    /** What the browser brought, or nothing where Keycloak has shown it a page of its own. */
    public Optional<Answer> answer(Page page) {
        if (page.isCallback()) {
            Map<String, String> parameters = Http.query(page.uri());
            if (parameters.containsKey("SAMLResponse")) {
                checkSigned(page.uri());
                return Optional.of(read(inflated(parameters.get("SAMLResponse")), true));
            }
            return Optional.of(resolved(parameters.get("SAMLart")));
        }
        if (page.has("input[name=SAMLResponse]")) {
            assertThatItComesTo(page);
            String response = page.element("input[name=SAMLResponse]").attr("value");
            return Optional.of(read(Base64.getMimeDecoder().decode(response), false));
        }
        if (page.has("input[name=SAMLart]")) {
            assertThatItComesTo(page);
            return Optional.of(resolved(page.element("input[name=SAMLart]").attr("value")));
        }
        return Optional.empty();
    }

    /** What an assertion says that came without an answer around it, as from a token exchange. */
    public Answer assertion(String xml) {
        Element outermost = parse(xml.getBytes(StandardCharsets.UTF_8)).getDocumentElement();
        Element assertion = outermost.getLocalName().equals("EncryptedAssertion") ? decrypted(outermost) : outermost;
        return new Answer(List.of(), List.of(checked(assertion)));
    }

    private static void assertThatItComesTo(Page page) {
        if (!page.element("form").attr("action").equals(CONSUMER.toString())) {
            throw new AssertionError("an answer for " + page.element("form").attr("action"));
        }
    }

    private Answer resolved(String artifact) {
        String question = "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>"
                + "<samlp:ArtifactResolve xmlns:samlp='" + PROTOCOL + "' xmlns:saml='" + ASSERTION + "' ID='_"
                + UUID.randomUUID() + "' Version='2.0' IssueInstant='"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "'><saml:Issuer>" + entityId
                + "</saml:Issuer><samlp:Artifact>" + artifact
                + "</samlp:Artifact></samlp:ArtifactResolve></soap:Body></soap:Envelope>";
        String envelope = Http.send(Http.request(URI.create(endpoint() + "/resolve"))
                        .header("Content-Type", "text/xml")
                        .POST(HttpRequest.BodyPublishers.ofString(question)))
                .body();
        Element answer = only(parse(envelope.getBytes(StandardCharsets.UTF_8)), PROTOCOL, "ArtifactResponse")
                .orElseThrow(() -> new AssertionError("no artifact response in " + envelope));
        Optional<Element> response = only(answer, PROTOCOL, "Response");
        if (response.isEmpty()) {
            return new Answer(status(answer), List.of());
        }
        if (!AssertionUtil.isSignatureValid(answer, realmKey())) {
            throw new AssertionError("an artifact response that the realm did not sign: " + envelope);
        }
        return new Answer(status(response.get()), assertions(response.get()));
    }

    private Answer read(byte[] xml, boolean signedAround) {
        Document document = parse(xml);
        if (!signedAround && !AssertionUtil.isSignatureValid(document.getDocumentElement(), realmKey())) {
            throw new AssertionError(
                    "an answer that the realm did not sign: " + new String(xml, StandardCharsets.UTF_8));
        }
        String inResponseTo = document.getDocumentElement().getAttribute("InResponseTo");
        if (!inResponseTo.equals(request)) {
            throw new AssertionError("an answer to " + inResponseTo + " and not to " + request);
        }
        return new Answer(status(document.getDocumentElement()), assertions(document.getDocumentElement()));
    }

    /** From the outermost code to the innermost, without their common beginning. */
    private static List<String> status(Element response) {
        NodeList codes = children(response, "Status").getElementsByTagNameNS(PROTOCOL, "StatusCode");
        return java.util.stream.IntStream.range(0, codes.getLength())
                .mapToObj(i -> ((Element) codes.item(i)).getAttribute("Value"))
                .map(value -> value.substring(value.lastIndexOf(':') + 1))
                .toList();
    }

    private static Element children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (name.equals(nodes.item(i).getLocalName())) {
                return (Element) nodes.item(i);
            }
        }
        throw new AssertionError("no " + name + " in " + parent.getLocalName());
    }

    private List<String> assertions(Element response) {
        Optional<Element> encrypted = only(response, ASSERTION, "EncryptedAssertion");
        Optional<Element> plain = only(response, ASSERTION, "Assertion");
        if (plain.isPresent() && decryption.isPresent()) {
            throw new AssertionError("an assertion in clear, for who wants it encrypted");
        }
        return encrypted.map(this::decrypted).or(() -> plain).map(this::checked).stream()
                .toList();
    }

    private Element decrypted(Element encrypted) {
        try {
            XMLCipher cipher = XMLCipher.getInstance();
            cipher.init(XMLCipher.DECRYPT_MODE, null);
            cipher.setKEK(decryption.orElseThrow());
            Document document = encrypted.getOwnerDocument();
            Element data = only(encrypted, ENCRYPTION, "EncryptedData").orElseThrow();
            cipher.doFinal(document, data);
            Element inside = only(encrypted, ASSERTION, "Assertion").orElseThrow();
            Document alone = documents().newDocumentBuilder().newDocument();
            alone.appendChild(alone.importNode(inside, true));
            return alone.getDocumentElement();
        } catch (Exception e) {
            // What the library declares.
            throw new AssertionError("an assertion that cannot be decrypted", e);
        }
    }

    /** @return whom it names */
    private String checked(Element assertion) {
        // By the redirect binding Keycloak signs the address only where it encrypts what is in it.
        boolean signedBefore = binding == Binding.REDIRECT && decryption.isPresent();
        if (!signedBefore && !AssertionUtil.isSignatureValid(assertion, realmKey())) {
            throw new AssertionError("an assertion that the realm did not sign");
        }
        String audience = only(assertion, ASSERTION, "Audience").orElseThrow().getTextContent();
        if (!audience.equals(entityId)) {
            throw new AssertionError("an assertion for " + audience);
        }
        return only(assertion, ASSERTION, "NameID").orElseThrow().getTextContent();
    }

    private void checkSigned(URI callback) {
        try {
            String query = callback.getRawQuery();
            Map<String, String> parameters = Http.query(callback);
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(realmKey());
            verifier.update(query.substring(0, query.indexOf("&Signature=")).getBytes(StandardCharsets.US_ASCII));
            if (!parameters.get("SigAlg").equals("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
                    || !verifier.verify(Base64.getDecoder().decode(parameters.get("Signature")))) {
                throw new AssertionError("an answer that the realm did not sign: " + callback);
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private PublicKey realmKey() {
        String metadata =
                Http.send(Http.request(URI.create(endpoint() + "/descriptor"))).body();
        String certificate = only(parse(metadata.getBytes(StandardCharsets.UTF_8)), SIGNATURE, "X509Certificate")
                .orElseThrow()
                .getTextContent();
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(certificate)))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private URI endpoint() {
        return URI.create(realm.uri() + "/protocol/saml");
    }

    private static Optional<Element> only(org.w3c.dom.Node in, String namespace, String name) {
        NodeList found = in instanceof Document document
                ? document.getElementsByTagNameNS(namespace, name)
                : ((Element) in).getElementsByTagNameNS(namespace, name);
        if (found.getLength() > 1) {
            throw new AssertionError(found.getLength() + " elements " + name);
        }
        return Optional.ofNullable((Element) found.item(0));
    }

    private static Document parse(byte[] xml) {
        try {
            return documents().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(new String(xml, StandardCharsets.UTF_8), e);
        }
    }

    private static DocumentBuilderFactory documents() throws ParserConfigurationException {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        documents.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        documents.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return documents;
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out =
                new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static byte[] inflated(String text) {
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)), new Inflater(true))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /**
     * What it was told.
     *
     * @param status the codes from the outermost to the innermost: {@code Success}, or {@code Responder} and {@code RequestDenied} …
     * @param people whom the assertions name that it believes
     */
    public record Answer(List<String> status, List<String> people) {}
}
