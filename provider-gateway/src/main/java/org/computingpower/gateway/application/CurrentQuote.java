package org.computingpower.gateway.application;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/**
 * The node's one current quote; a newer one supersedes it at once.
 *
 * @param quoteHash SHA-256 of the quote
 * @param stakeAccount the stake account it binds
 * @param payee the payee it binds
 * @param blockNumber the block it binds
 */
public record CurrentQuote(Bytes32 quoteHash, Address stakeAccount, Address payee, long blockNumber) {}
