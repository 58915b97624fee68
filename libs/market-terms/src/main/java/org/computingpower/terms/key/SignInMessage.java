package org.computingpower.terms.key;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;

/**
 * A Sign-In with Ethereum message (EIP-4361, version 1) in the form that this market issues: with a statement and an
 * expiration time, times in whole seconds UTC, and without the other optional fields. Any other form is refused, so one
 * message has one text.
 *
 * @param domain RFC 3986 authority that asks for the sign-in
 * @param address the wallet
 * @param statement one line that the wallet's owner reads
 * @param uri the resource that is signed in to
 * @param chainId EIP-155 chain id
 * @param nonce at least 8 letters and digits, issued once
 * @param issuedAt when the message was issued
 * @param expirationTime until when it holds, exclusively; after {@code issuedAt}
 */
public record SignInMessage(
        String domain,
        Address address,
        String statement,
        URI uri,
        long chainId,
        String nonce,
        Instant issuedAt,
        Instant expirationTime) {

    private static final int MAX_LENGTH = 2048;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.\\-\\[\\]:]{1,255}");
    private static final Pattern STATEMENT = Pattern.compile("[\\x20-\\x7e]{1,500}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,96}");
    private static final Pattern TEXT = Pattern.compile("""
            (?<domain>[^\\n ]+) wants you to sign in with your Ethereum account:
            (?<address>0x[0-9a-fA-F]{40})

            (?<statement>[^\\n]+)

            URI: (?<uri>[^\\n]+)
            Version: 1
            Chain ID: (?<chainId>[0-9]{1,18})
            Nonce: (?<nonce>[^\\n]+)
            Issued At: (?<issuedAt>[^\\n]+)
            Expiration Time: (?<expirationTime>[^\\n]+)""");

    /**
     * @throws IllegalArgumentException if a field has another form than EIP-4361 or this market allows
     */
    public SignInMessage {
        if (!DOMAIN.matcher(domain).matches()
                || !STATEMENT.matcher(statement).matches()
                || !NONCE.matcher(nonce).matches()
                || !uri.isAbsolute()
                || chainId <= 0) {
            throw new IllegalArgumentException("Not a sign-in message: domain, statement, URI, chain or nonce");
        }
        if (!issuedAt.equals(issuedAt.truncatedTo(ChronoUnit.SECONDS))
                || !expirationTime.equals(expirationTime.truncatedTo(ChronoUnit.SECONDS))
                || !expirationTime.isAfter(issuedAt)) {
            throw new IllegalArgumentException("Not a sign-in message: its times");
        }
    }

    /**
     * Reads the text that was signed.
     *
     * @throws IllegalArgumentException if the text is not exactly the text of a message
     */
    public static SignInMessage parse(String text) {
        Matcher fields = TEXT.matcher(text);
        if (text.length() > MAX_LENGTH || !fields.matches()) {
            throw new IllegalArgumentException("Not a sign-in message");
        }
        SignInMessage message;
        try {
            message = new SignInMessage(
                    fields.group("domain"),
                    Address.parse(fields.group("address")),
                    fields.group("statement"),
                    URI.create(fields.group("uri")),
                    Long.parseLong(fields.group("chainId")),
                    fields.group("nonce"),
                    Instant.parse(fields.group("issuedAt")),
                    Instant.parse(fields.group("expirationTime")));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Not a sign-in message: its times", e);
        }
        if (!message.text().equals(text)) {
            throw new IllegalArgumentException("Not a sign-in message in its one form");
        }
        return message;
    }

    /** The text to sign. */
    public String text() {
        return """
                %s wants you to sign in with your Ethereum account:
                %s

                %s

                URI: %s
                Version: 1
                Chain ID: %d
                Nonce: %s
                Issued At: %s
                Expiration Time: %s""".formatted(
                        domain, address.toChecksumString(), statement, uri, chainId, nonce, issuedAt, expirationTime);
    }

    /** What the wallet signs: the EIP-191 digest of the text. */
    public Bytes32 digest() {
        return PersonalMessage.digest(text());
    }

    /**
     * Checks a signed message against what this site issued. That the nonce is used once is the caller's duty.
     *
     * @param signature the wallet's signature
     * @param expected what was issued: domain, URI, chain and nonce of this message must equal it
     * @param now the present
     */
    public SignInResult check(Signature signature, Expected expected, Instant now) {
        if (!domain.equals(expected.domain()) || !uri.equals(expected.uri())) {
            return new SignInResult.Refused(SignInResult.Reason.OTHER_SITE);
        }
        if (chainId != expected.chainId()) {
            return new SignInResult.Refused(SignInResult.Reason.OTHER_CHAIN);
        }
        if (!nonce.equals(expected.nonce())) {
            return new SignInResult.Refused(SignInResult.Reason.OTHER_NONCE);
        }
        if (issuedAt.isAfter(now.plus(CLOCK_SKEW))) {
            return new SignInResult.Refused(SignInResult.Reason.NOT_YET_VALID);
        }
        if (!now.isBefore(expirationTime)) {
            return new SignInResult.Refused(SignInResult.Reason.EXPIRED);
        }
        return Secp256k1.recoverAddress(digest(), signature)
                .filter(address::equals)
                .<SignInResult>map(SignInResult.SignedIn::new)
                .orElseGet(() -> new SignInResult.Refused(SignInResult.Reason.OTHER_SIGNER));
    }

    /**
     * What a site issued.
     *
     * @param domain its authority
     * @param uri the resource
     * @param chainId EIP-155 chain id
     * @param nonce the nonce
     */
    public record Expected(String domain, URI uri, long chainId, String nonce) {}
}
