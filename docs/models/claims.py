#!/usr/bin/env python3
"""Explores every interleaving of claims and settlement of decision 13 for one case: two instances (one with two call slots), freezes of any length (a live one can be taken for dead), crashes, a refusal by
Salesforce that may end at any time, one replay and one discard by an operator, a commit whose answer is lost. Invariants: Salesforce never has two cases; at rest a case in Salesforce is
CREATED in the ledger; the outcomes are FAILED* then at most one CREATED, in order, one event each; at rest nothing is left RECEIVED."""
from collections import deque
def explore(claimNumbers=True, createdWins=True, unique=True, releaseOrphans=True, reconcile=True, crashes=1):
    # row: (state, attempts, claim owner or None, claim number); sf: number of cases; events: tuple; inst: ((phase, claim number, answer), ...); counter; refusing; replays, discards, crashes left
    init = (('RECEIVED', 0, None, 0), 0, (), (('idle', 0, None),) * 3, 0, True, 1, 1, crashes)
    owner = (0, 0, 1)
    seen, todo, rest = {init}, deque([init]), 0
    while todo:
        st = todo.popleft(); row, sf, ev, ins, ctr, refusing, rep, dis, cr = st; state, att, own, num = row; nxt = []
        if refusing: nxt.append((row, sf, ev, ins, ctr, False, rep, dis, cr))
        if state == 'FAILED' and rep: nxt.append((('RECEIVED', att, None, 0), sf, ev, ins, ctr, refusing, rep - 1, dis, cr))
        if state == 'FAILED' and dis: nxt.append((('DISCARDED', att, None, 0), sf, ev + ('DISCARDED',), ins, ctr, refusing, rep, dis - 1, cr))
        # an earlier claim went unanswered: once its call can arrive no more, the case is looked up by external id
        if reconcile and state in ('FAILED', 'DISCARDED') and sf and all(p[0] == 'idle' for p in ins): nxt.append((('CREATED', att + 1, None, 0), sf, ev + ('CREATED',), ins, ctr, refusing, rep, dis, cr))
        for w in (0, 1, 2):
            ph, n, ans = ins[w]; k = owner[w]; put = lambda p: ins[:w] + (p,) + ins[w + 1:]
            if ph == 'idle' and state == 'RECEIVED' and (own is None or own != k):          # free, or the owner is taken for dead (rightly or not)
                c = ctr + 1
                if c <= 5:
                    nxt.append(((state, att, k, c), sf, ev, put(('claimed', c, None)), c, refusing, rep, dis, cr))
                    if cr: nxt.append(((state, att, k, c), sf, ev, ins, c, refusing, rep, dis, cr - 1))   # committed, but the answer was lost
            if ph == 'idle' and state == 'RECEIVED' and own == k and releaseOrphans and not any(ins[v][0] != 'idle' and ins[v][1] == num for v in (0, 1, 2)): nxt.append(((state, att, None, 0), sf, ev, ins, ctr, refusing, rep, dis, cr))
            if ph == 'claimed':                                                            # the call reaches Salesforce now, however late
                if refusing: nxt.append((row, sf, ev, put(('answered', n, 'FAILED')), ctr, refusing, rep, dis, cr))
                elif sf and unique: nxt.append((row, sf, ev, put(('answered', n, 'CREATED')), ctr, refusing, rep, dis, cr))
                else: nxt.append((row, sf + 1, ev, put(('answered', n, 'CREATED')), ctr, refusing, rep, dis, cr))
            if ph == 'answered':
                mine = own == k and (num == n or not claimNumbers) and state == 'RECEIVED'
                if ans == 'CREATED' and state != 'CREATED' and (createdWins or mine): r2, e2 = ('CREATED', att + 1, None, 0), ev + ('CREATED',)
                elif ans == 'FAILED' and mine: r2, e2 = ('FAILED', att + 1, None, 0), ev + ('FAILED',)
                else: r2, e2 = row, ev
                nxt.append((r2, sf, e2, put(('idle', 0, None)), ctr, refusing, rep, dis, cr))
            if ph != 'idle' and cr: nxt.append((row, sf, ev, put(('idle', 0, None)), ctr, refusing, rep, dis, cr - 1))
        for s in nxt:
            if s[1] > 1: return f'TWO CASES after {len(seen)} states'
            e = s[2]
            if e.count('CREATED') > 1 or ('CREATED' in e and e[-1] != 'CREATED'): return f'EVENTS {e} after {len(seen)} states'
            if s not in seen: seen.add(s); todo.append(s)
        if not nxt or (all(p[0] == 'idle' for p in ins) and state != 'RECEIVED' and not refusing and not (reconcile and sf and state != 'CREATED')):
            rest += 1
            if state == 'RECEIVED' and (ctr < 5 or not releaseOrphans): return f'STUCK {row} after {len(seen)} states'
            if sf and state != 'CREATED' and not reconcile: return f'CREATED IN SALESFORCE, {state} HERE after {len(seen)} states'
    return f'holds: {len(seen)} states, {rest} at rest'
if __name__ == '__main__':
    print('as designed              ', explore())
    print('created only under claim ', explore(createdWins=False, reconcile=False))
    print('unsure ones not looked up', explore(reconcile=False))
    print('no unique external id    ', explore(unique=False))
    print('orphans are not released ', explore(releaseOrphans=False))
    print('no claim numbers         ', explore(claimNumbers=False), '(only: a stale refusal can fail a replay whose own call is under way)')
