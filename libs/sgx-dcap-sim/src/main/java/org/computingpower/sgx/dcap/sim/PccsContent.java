package org.computingpower.sgx.dcap.sim;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;

/**
 * What a PCCS over a simulated PKI answers: the v4 paths of Intel's PCS with their issuer chain headers, and the root
 * revocation list of a PCCS. Without HTTP of its own; any server can put it behind a port.
 */
public final class PccsContent {
    private static final String SGX = "/sgx/certification/v4/";
    private static final String TDX = "/tdx/certification/v4/";
    private static final String JSON = "application/json";

    private final SimulatedPki pki;
    private final Map<Bytes, PlatformSpec> platforms;
    private final TcbScenario scenario;
    private final Instant issuedAt;

    private PccsContent(SimulatedPki pki, Map<Bytes, PlatformSpec> platforms, TcbScenario scenario, Instant issuedAt) {
        this.pki = pki;
        this.platforms = Map.copyOf(platforms);
        this.scenario = scenario;
        this.issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Content for the FMSPCs of {@code platforms}, issued at {@code issuedAt}. Make a new one once a day or the like:
     * it costs a few signatures.
     */
    public static PccsContent of(
            SimulatedPki pki, Set<PlatformSpec> platforms, TcbScenario scenario, Instant issuedAt) {
        Map<Bytes, PlatformSpec> byFmspc = new java.util.HashMap<>();
        platforms.forEach(platform -> byFmspc.put(platform.fmspc(), platform));
        return new PccsContent(pki, byFmspc, scenario, issuedAt);
    }

    /**
     * One answer with status 200.
     *
     * @param contentType media type
     * @param headers issuer chain header, if the path has one: PEM, URL-encoded
     * @param body bytes to send as they are
     */
    public record Response(String contentType, Map<String, String> headers, Bytes body) {
        public Response {
            headers = Map.copyOf(headers);
        }
    }

    /** Answers a path with decoded query parameters; empty means 404. */
    public Optional<Response> get(String path, Map<String, String> query) {
        return switch (path) {
            case SGX + "tcb" -> tcbInfo(Tee.SGX, query);
            case TDX + "tcb" -> tcbInfo(Tee.TDX, query);
            case SGX + "qe/identity" -> qeIdentity(Tee.SGX, query);
            case TDX + "qe/identity" -> qeIdentity(Tee.TDX, query);
            case SGX + "pckcrl" -> pckCrl(query);
            case SGX + "rootcacrl" -> Optional.of(rootCrl());
            case SGX + "tcbevaluationdatanumbers" -> Optional.of(evaluationNumbers(Tee.SGX));
            case TDX + "tcbevaluationdatanumbers" -> Optional.of(evaluationNumbers(Tee.TDX));
            default -> Optional.empty();
        };
    }

    private Optional<Response> tcbInfo(Tee tee, Map<String, String> query) {
        String fmspc = query.getOrDefault("fmspc", "").toLowerCase(Locale.ROOT);
        Optional<PlatformSpec> platform = platforms.values().stream()
                .filter(spec -> spec.fmspc().hex().equals(fmspc))
                .findFirst();
        return platform.filter(spec -> isOffered(query))
                .map(spec -> json(
                        "TCB-Info-Issuer-Chain",
                        CollateralEncoder.tcbInfo(
                                tee, spec.fmspc(), spec.pceId(), scenario, issuedAt, pki.tcbSigningKey())));
    }

    private Optional<Response> qeIdentity(Tee tee, Map<String, String> query) {
        return isOffered(query)
                ? Optional.of(json(
                        "SGX-Enclave-Identity-Issuer-Chain",
                        CollateralEncoder.qeIdentity(tee, scenario, issuedAt, pki.tcbSigningKey())))
                : Optional.empty();
    }

    /** Early and standard collateral are the same here; a particular evaluation number must be the one at hand. */
    private boolean isOffered(Map<String, String> query) {
        String number = Integer.toString(scenario.tcbEvaluationDataNumber());
        return query.getOrDefault("tcbEvaluationDataNumber", number).equals(number);
    }

    private Optional<Response> pckCrl(Map<String, String> query) {
        for (PckCa ca : PckCa.values()) {
            if (ca.parameter().equals(query.get("ca"))) {
                Bytes der = pki.pckCrl(ca, scenario, issuedAt);
                Map<String, String> headers = Map.of("SGX-PCK-CRL-Issuer-Chain", urlEncoded(pki.pckCrlChain(ca)));
                return Optional.of(
                        "der".equals(query.get("encoding"))
                                ? new Response("application/pkix-crl", headers, der)
                                : new Response("application/x-pem-file", headers, pem(der)));
            }
        }
        return Optional.empty();
    }

    /** Hexadecimal DER, as a PCCS answers. */
    private Response rootCrl() {
        Bytes der = pki.rootCrl(scenario, issuedAt);
        return new Response("text/plain", Map.of(), Bytes.copyOf(der.hex().getBytes(StandardCharsets.US_ASCII)));
    }

    private Response evaluationNumbers(Tee tee) {
        return json(
                "TCB-Evaluation-Data-Numbers-Issuer-Chain",
                CollateralEncoder.evaluationNumbers(tee, scenario, issuedAt, pki.tcbSigningKey()));
    }

    private Response json(String header, Bytes body) {
        return new Response(JSON, Map.of(header, urlEncoded(pki.tcbSigningChain())), body);
    }

    private static String urlEncoded(Bytes pem) {
        String text = new String(pem.toByteArray(), StandardCharsets.US_ASCII);
        return URLEncoder.encode(text, StandardCharsets.US_ASCII).replace("+", "%20");
    }

    private static Bytes pem(Bytes der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toByteArray());
        String text = "-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n";
        return Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }
}
