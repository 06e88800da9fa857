"""The ledger for programs: JSON over HTTP. Every answer is one of `api.py`'s, in the words of `exports/contract.py`.

`app` is the door, `safety` its lock; `questions` lists what can be asked, `bodies` what can be sent, `openapi` makes of
both the document that a client is written from.
"""
