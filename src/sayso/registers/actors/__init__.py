"""Words to parties: a register of who fights, rules, watches and reports, and the choice by what a report says."""
