"""The desk: a local web page that shows a ledger and takes decisions. It renders views of the API and holds no rules.

`app` is the door, `safety` its lock; a screen is a function in `screens`, a class in `views` and a template.
"""
