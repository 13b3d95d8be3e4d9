# A refresh token is good for one use, and using it again ends the session.
settle -s revokeRefreshToken=true
