package org.computingpower.gateway.domain.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Which URLs are fetched at all. */
public final class UrlRules {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int MAX_LENGTH = 2_000;

    private final List<URI> exemptOrigins;

    /** Rules with origins that are exempt from https and from the address checks. */
    public UrlRules(List<URI> exemptOrigins) {
        this.exemptOrigins = List.copyOf(exemptOrigins);
    }

    /** Why a URL is not fetched; empty if it may be tried. */
    public Optional<String> objection(URI url) {
        if (url.toString().length() > MAX_LENGTH) {
            return Optional.of("it is longer than " + MAX_LENGTH + " characters");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("it needs a host and neither user information nor a fragment");
        }
        if (!isExempt(url) && !"https".equals(url.getScheme())) {
            return Optional.of("it is not https");
        }
        return Optional.empty();
    }

    /** Whether a URL is of an exempt origin: exactly the scheme, host and port. */
    public boolean isExempt(URI url) {
        return exemptOrigins.stream()
                .anyMatch(origin -> origin.getScheme().equals(url.getScheme())
                        && origin.getHost().equals(url.getHost())
                        && port(origin) == port(url));
    }

    /** The port of a URL, its scheme's if it names none. */
    public static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }
}
