package org.computingpower.attestation.adapter.pcs;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.computingpower.attestation.application.CollateralSource;
import org.computingpower.attestation.application.CollateralSource.Fetched;
import org.computingpower.attestation.application.CollateralSource.SignedList;
import org.computingpower.attestation.config.AttestationConfig;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;

/** The v4 paths of Intel's PCS. No redirects; every answer is bounded in time and size. */
@ApplicationScoped
class PcsCollateralSource implements CollateralSource {
    private static final int BODY_MAX = 8 * 1024 * 1024;
    private static final String FMSPC = "FMSPC ";
    private static final String TCB_CHAIN = "TCB-Info-Issuer-Chain";
    private static final String TCB_CHAIN_OF_OLD_PCCS = "SGX-TCB-Info-Issuer-Chain";
    private static final String IDENTITY_CHAIN = "SGX-Enclave-Identity-Issuer-Chain";
    private static final String NUMBERS_CHAIN = "TCB-Evaluation-Data-Numbers-Issuer-Chain";
    private static final String CRL_CHAIN = "SGX-PCK-CRL-Issuer-Chain";

    private final String base;
    private final URI rootCrl;
    private final Duration timeout;
    private final HttpClient client;

    PcsCollateralSource(AttestationConfig config) {
        String url = config.collateral().url().toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.rootCrl = config.collateral().rootCrlUrl().orElse(URI.create(base + "/sgx/certification/v4/rootcacrl"));
        this.timeout = config.collateral().timeout();
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private record Part(Bytes body, Bytes chain) {}

    /** An answer that ends the fetch. */
    private static final class FetchEnd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Fetched answer;

        FetchEnd(Fetched answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }

    @Override
    public Uni<Fetched> fetch(CollateralKey key) {
        String tee = key.tee() == Tee.TDX ? "tdx" : "sgx";
        Uni<Part> tcbInfo = get(
                URI.create(base + "/" + tee + "/certification/v4/tcb?fmspc="
                        + key.fmspc().hex()),
                List.of(TCB_CHAIN, TCB_CHAIN_OF_OLD_PCCS),
                FMSPC + key.fmspc().hex());
        Uni<Part> identity = get(
                URI.create(base + "/" + tee + "/certification/v4/qe/identity"), List.of(IDENTITY_CHAIN), "QE identity");
        Uni<Part> crl = get(
                URI.create(base + "/sgx/certification/v4/pckcrl?ca=" + key.ca().parameter() + "&encoding=der"),
                List.of(CRL_CHAIN),
                "PCK CRL");
        Uni<Part> root = get(rootCrl, List.of(), "root CRL");
        Uni<Optional<SignedList>> numbers = get(
                        URI.create(base + "/" + tee + "/certification/v4/tcbevaluationdatanumbers"),
                        List.of(NUMBERS_CHAIN),
                        "evaluation numbers")
                .map(part -> Optional.of(new SignedList(part.body(), part.chain())))
                .onFailure()
                .recoverWithItem(Optional.empty());
        return Uni.combine()
                .all()
                .unis(tcbInfo, identity, crl, root, numbers)
                .with((a, b, c, d, e) -> found(a, b, c, d, e))
                .onFailure()
                .recoverWithItem(PcsCollateralSource::failed);
    }

    private static Fetched found(Part tcbInfo, Part identity, Part crl, Part root, Optional<SignedList> numbers) {
        CollateralBytes bytes = new CollateralBytes(
                tcbInfo.body(),
                tcbInfo.chain(),
                identity.body(),
                identity.chain(),
                crl.body(),
                crl.chain(),
                root.body());
        return new Fetched.Found(bytes, numbers);
    }

    private static Fetched failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof FetchEnd end
                ? end.answer
                : new Fetched.Failed(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    private Uni<Part> get(URI uri, List<String> chainHeaders, String what) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        return Uni.createFrom()
                .completionStage(
                        () -> client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_MAX)))
                .ifNoItem()
                .after(timeout)
                .fail()
                .map(response -> part(response, chainHeaders, what));
    }

    private static Part part(HttpResponse<byte[]> response, List<String> chainHeaders, String what) {
        if (response.statusCode() == 404 && what.startsWith(FMSPC)) {
            throw new FetchEnd(new Fetched.Unknown(what));
        }
        if (response.statusCode() != 200) {
            throw new FetchEnd(new Fetched.Failed(what + ": status " + response.statusCode()));
        }
        Bytes body = Bytes.copyOf(response.body());
        if (chainHeaders.isEmpty()) {
            return new Part(body, Bytes.empty());
        }
        String chain = chainHeaders.stream()
                .flatMap(header -> response.headers().firstValue(header).stream())
                .findFirst()
                .orElseThrow(() ->
                        new FetchEnd(new Fetched.Failed(what + ": header " + chainHeaders.getFirst() + " missing")));
        try {
            return new Part(body, PemChain.ofHeader(chain));
        } catch (CertificateFormatException e) {
            throw new FetchEnd(new Fetched.Failed(what + ": " + e.getMessage()));
        }
    }
}
